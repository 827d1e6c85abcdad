"""Names that go on in words of their own ("Trung tâm Phát triển quỹ đất huyện"): where they end."""

import re

from directives.units_places import UPPER
from directives.units_stops import ACTS, RUN_STOPS

_RUN_WORDS = 12
_PROPER = 2  # so many capitalised syllables in a row are somebody's name, behind which no common noun follows
_LONGEST_SHORT = 4  # "TNHH.", "TP." may stand inside a name; a longer word with a full stop ends the sentence


def run_end(text: str, matched: str, at: int, *, places: bool = False, head: bool = False) -> int:
    """Where the words of a name end: at a verb, a comma not inside the name, or after so many words.

    `places` says that the office is already named and only where it is may follow: "Điện lực Thành phố Lạng Sơn";
    `head` that the first word tells what kind of office it is: "Ban" of "Ban Quản lý chợ".
    """
    end = seen = at
    capitals = 0
    for word in list(_RUN_WORD.finditer(matched, at, at + 160))[:_RUN_WORDS]:
        start, stop = word.start(), word.end()
        if start != seen or (word["comma"] and not _inner_comma(text, matched, start)):
            break
        if word["bare"] in ("và", "&"):
            seen = stop
            continue
        if not _names_on(text, matched, word, joined=end != start, first=end == at):
            break
        common = text[word.start("bare")].islower() and not _PLACE_WORD.fullmatch(word["bare"])
        if (common and (places or capitals >= _PROPER)) or (capitals >= _PROPER and _begins_a_sentence(matched, word)):
            break
        apart = end != start or "-" in matched[start : word.start("bare")]
        capitals = (0 if apart else capitals) + 1 if _is_capitalised(text[word.start("bare") : stop]) and not (head and start == at) else 0
        end = seen = stop
        if word["bare"].endswith(".") and len(word["bare"]) > _LONGEST_SHORT:
            break
        if _is_level(text, matched, word.start("bare"), stop) and not capital_follows(text, stop):
            break
    if _OF.search(matched, at, end):  # "Khoa Dược - Trang thiết bị của | Trung tâm Y tế"
        return end - len(" của")
    return end - (1 if text[end - 1 : end] == "." else 0)


_OF = re.compile(r" của$")


def _begins_a_sentence(matched: str, word: re.Match[str]) -> bool:
    """Whether a verb of two syllables stands behind a place's name: "… cửa khẩu Mộc Bài" ⏎ "Thống nhất phương án"."""
    following = _NEXT_WORD.match(matched, word.end())
    return following is not None and ACTS.fullmatch(f"{word['bare']}_{following[1]}") is not None


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() and not word.isupper()


def capital_follows(text: str, at: int) -> bool:
    """Whether the next word begins with a capital letter or a figure: a name goes on."""
    following = text[at : at + 2].strip()[:1]
    return following.isupper() or following.isdigit()


def _is_level(text: str, matched: str, start: int, stop: int) -> bool:
    """Whether a word is a level of government that ends a name; "xã" of "Bảo trợ xã hội" is none."""
    return _LEVEL_WORD.fullmatch(text[start:stop]) is not None and not _SOCIAL.match(matched, start)


_SOCIAL = re.compile(r"xã\s+(?:hội|viên)")
_PLACE_WORD = re.compile(
    r"huyện|tỉnh|quận|xã|phường|thành|phố|thị|trấn|khu|vực|số|chi|nhánh|cơ|sở|liên|cửa|khẩu|quốc|tế|phụ|cảng|đất|đai|tại|đặc"
)
_NEXT_WORD = re.compile(r"\s+(\w+)")
_LEVEL_WORD = re.compile(r"huyện|tỉnh|quận|xã|phường")
_RUN_WORD = re.compile(r"(?P<comma>,)?(?:\s*[-&]\s*|\s+)?(?P<bare>[\w./'’]+|&)")


def _names_on(text: str, matched: str, word: re.Match[str], *, joined: bool, first: bool) -> bool:
    """Whether a word still belongs to the name; behind "và" or a comma only a capital does."""
    upper = text[word.start("bare")].isupper()
    if joined and not upper and not _PAIRED.match(matched, word.start("bare")):
        return False
    if upper:
        if _LEGAL_FORM.search(matched, 0, word.start("bare")):
            return True
        return first or not _UNIT_HEADS.match(matched, word.start("bare"))
    following = _NEXT_WORD.match(matched, word.end())
    bare = word["bare"].rstrip(".")
    pair = f"{bare}_{following[1]}" if following else bare
    if is_noun(bare, matched, word.start("bare")):
        return True
    return not (RUN_STOPS.fullmatch(bare) or RUN_STOPS.fullmatch(pair))


_LOOK_BACK = 80
# "Trung tâm Quy hoạch xây dựng lập hồ sơ", but "… kinh tế xây dựng kế hoạch": what is made says that it is the verb
_MAKES = re.compile(
    r"xây\s+dựng\s+(?:kế\s+hoạch|phương\s+án|đề\s+án|báo\s+cáo|chương\s+trình|quy|dự\s+thảo|nghị\s+quyết|lộ\s+trình|chuyên|tờ|kịch|danh|mô\s+hình)"
)


def is_noun(bare: str, matched: str, start: int) -> bool:
    """Whether a syllable that is a verb elsewhere belongs to a name here: "tổ tiêm phòng", "công trình"."""
    noun = _NOUNS_IN_NAMES.get(bare)
    return bool(noun and noun.search(matched, max(0, start - _LOOK_BACK), start) and not _MAKES.match(matched, start))


# Syllables that are verbs alone and nouns behind another: "công trình", "Đăng ký đất đai".
_NOUNS_IN_NAMES = {
    "trình": re.compile(r"(?:công|chương|quy|lộ)\s$"),
    "ký": re.compile(r"đăng\s$"),
    "tại": re.compile(r"chi\s+nhánh[^,;.:()]{0,60}$"),
    "tiến": re.compile(r"(?:xúc|cải)\s$"),
    "quyết": re.compile(r"giải\s$"),
    "tự": re.compile(r"trật\s$"),
    "xây": re.compile(r"(?:trật\s+tự|vật\s+liệu|chất\s+lượng|quy\s+hoạch|kinh\s+tế|tư\s+vấn|thiết\s+kế|đầu\s+tư)\s$"),
    "tổng": re.compile(r"dịch\s+vụ\s$"),
    "làm": re.compile(r"việc\s$"),
    "lắp": re.compile(r"xây\s$"),
    "thường": re.compile(r"giáo\s+dục\s$"),
    "không": re.compile(r"(?:hàng|phòng)\s$"),
    "giúp": re.compile(r"trợ\s$"),
    "soạn": re.compile(r"(?:tổ|ban)\s$"),
    "tiêm": re.compile(r"(?:tổ|đội|điểm)\s$"),
    "biên": re.compile(r"(?:tổ|ban)\s$"),
    "bồi": re.compile(r"trung\s+tâm\s$"),
    "điều": re.compile(r"(?:cơ\s+quan|tổng|cảnh\s+sát)\s$"),
    "về": re.compile(r"cảnh\s+sát\s+điều\s+tra\s+tội\s+phạm\s$"),
    "vận": re.compile(r"(?:quản\s+lý|trực)\s$"),
    "sửa": re.compile(r"(?:đội|trạm|xí\s+nghiệp)\s$"),
    "xuất": re.compile(r"sản\s$"),
    "giám": re.compile(r"(?:ban|tổ|đoàn|đội|phòng|hội\s+đồng|kiểm\s+tra,?|quan\s+trắc|và)\s$"),
    "hàng": re.compile(r"(?:ngân|nhà|cửa|khách)\s$"),
    "thanh": re.compile(r"(?:đội|phòng|ban|tổ|đoàn)\s$"),
    "trồng": re.compile(r"cây\s$"),
}
# "Công ty TNHH MTV Điện lực thành phố": behind the legal form stands what the company is called.
_LEGAL_FORM = re.compile(r"(?:tnhh|mtv|cổ\s+phần|cp|một\s+thành\s+viên)\s$")
_UNIT_HEADS = re.compile(
    r"(?:(?<!hải )phòng(?!, chống)|sở|ubnd|hđnd|ủy ban|mttq|ubmttq|mặt trận|công an|trung tâm|văn phòng|chi cục|ban|trạm|hạt|"
    r"đài|tòa án|viện|"
    r"hội(?= (?:nông|liên|lh|cựu|ccb|phụ|chữ|ctđ|đồng|người|khuyến|luật|nhà|doanh|văn|nạn|kế|làm|bảo|y|khoa|sinh))|hiệp hội|liên minh|"
    r"trường(?= (?:thpt|thcs|th|tiểu|mầm|cao|đại|trung|chính|ptdt|phổ|quân|dạy|dự))|đoàn(?= (?:tncs|thanh|luật|đại|đbqh|kiểm|kinh))|"
    r"bộ(?= (?:quốc|công|ngoại|nội|tư|tài|kế|y|giáo|khoa|văn|thông|xây|giao|nông|lao|dân|chỉ)\s)|"
    r"tỉnh đoàn|huyện đoàn|ngân hàng|bưu điện|thông tấn|kiểm toán|tổng cục|học viện|"
    r"công ty|agribank|vietinbank|vietcombank|bidv|vnpt|viettel|mobifone|htx|hợp tác xã|đồn(?= biên)|đội|cục|quỹ|liên đoàn|bộ chỉ huy|"
    r"cđcs|bệnh viện|tập đoàn|tổng công ty|xí nghiệp|thanh tra|bến xe|cảng vụ|điện lực|các|kho bạc|bảo hiểm)(?!\w)"
)
# Two things that are always named together, with a comma between them in small letters.
_PAIRED = re.compile(
    r"phòng,\s+(?:chống|trừ|ngừa)|phòng\s+cháy,\s+chữa\s+cháy|cứu\s+nạn,\s+cứu\s+hộ|bồi\s+thường,\s+(?:hỗ\s+trợ|giải\s+phóng)|"
    r"phổ\s+biến,\s+giáo\s+dục|bảo\s+vệ,\s+chăm\s+sóc|an\s+ninh,\s+trật\s+tự|thể\s+dục,\s+thể\s+thao|trồng\s+trọt,\s+bảo\s+vệ|"
    r"kiểm\s+tra,\s+giám\s+sát|văn\s+hóa,\s+thể\s+thao"
)


def is_unit_head(matched: str, at: int) -> bool:
    """Whether another office's name begins here."""
    return _UNIT_HEADS.match(matched, at) is not None


def _inner_comma(text: str, matched: str, at: int) -> bool:
    """Whether a comma belongs to the name: "Trung tâm Văn hóa, Thể thao và Truyền thông" has its "và" before any other office."""
    before = matched.rfind(" ", 0, matched.rfind(" ", 0, at)) + 1
    if _PAIRED.match(matched, before) or _PAIRED.match(matched, matched.rfind(" ", 0, at) + 1):
        return True
    rest = text[at : at + 80]
    found = re.match(rf"(?:,\s+{UPPER}[^,;.:()]{{0,24}}?)?,\s+{UPPER}[^,;.:()]{{0,30}}?\s+(?:và|-|&)\s+{UPPER}", rest)
    return bool(found) and not _UNIT_HEADS.match(matched, at + 2 if text[at + 1 : at + 2] == " " else at + 1)


_STOP = rf"(?:{RUN_STOPS.pattern.replace('_', chr(92) + 's+')})(?!\w)"
_NOUN = rf"(?!{_STOP})\w+"
# "Phòng Quản lý vận tải, phương tiện và người lái": no verb stands on either side of the comma
_DIVISION = re.compile(
    rf"{_NOUN}(?:\s+{_NOUN}){{1,4}},\s+{_NOUN}(?:\s+{_NOUN}){{0,2}}\s+và\s+{_NOUN}(?:\s+{_NOUN}){{0,2}}(?=\s*(?:$|[;.:(])|\s+{_STOP})"
)


def division_end(matched: str, at: int) -> int | None:
    """Where a name with a comma in small letters ends, None where there is none here."""
    found = _DIVISION.match(matched, at)
    return found.end() if found else None
