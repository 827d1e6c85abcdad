"""Offices whose name no rule knows, read where only an office can stand: behind "giao", before "chủ trì", in a list of offices."""

import re

from directives.spelling import capitalised
from directives.units_places import UPPER, read_level
from directives.units_runs import division_end, is_noun, run_end
from directives.units_stops import ACTS, RUN_STOPS

_FEWEST, _MOST = 2, 10
_WORD = re.compile(r"\w[\w&./-]*")
_PAIR = re.compile(r"(\w+)(?:\s+(\w+))?")
# Bodies and posts that letters also write in small letters.
_BODIES = re.compile(
    r"(?:bộ phận|bến|ga|cảng|nhà|khối|nhóm|câu lạc bộ|clb|ban|tổ|đội|hiệu trưởng|kế toán|cán bộ|nhân viên|chủ nhiệm|"
    r"giáo viên|thường trực|thư ký|đại diện|cơ sở|cửa hàng|kho|trại|lâm trường|nông trường|"
    r"nghiệp đoàn|chi hội|chi đoàn|chi bộ)\s".replace(" ", r"\s+")
)
# What offices do and things do not: behind such a verb a proper name is the one who acts.
_ACTS = re.compile(
    r"(?:rà soát|báo cáo|tham mưu|phối hợp|bố trí|kiểm tra|hướng dẫn|tổng hợp|chỉ đạo|cử|gửi|trình|lập|cung cấp|phân công|đôn đốc|theo dõi|"
    r"chủ động|khẩn trương|tuyên truyền|vận động|niêm yết|tuần tra|kiểm soát|xử lý|thông báo|đề xuất|tập huấn|tổ chức|ký|bàn giao|"
    r"cập nhật|công bố|thẩm định|giám sát|hỗ trợ|chuẩn bị|trực|xây dựng kế hoạch|vận hành|dừng|tạm dừng|di dời|nạo vét|khảo sát|"
    r"tiếp nhận|thực hiện|triển khai|sửa chữa|phun|cắt|điều tiết|phát sóng|đăng tải|mở|ban hành|giải ngân|cho vay|tăng|phát quang|trồng|"
    r"nghiệm thu|quản lý|cấp|chịu trách nhiệm|có trách nhiệm|chủ trì|làm)(?!\w)".replace(" ", r"\s+")
)
# What is done, made or spent, and when: no office bears such a name.
_THINGS = re.compile(
    r"(?:(?:cơ quan|đơn vị|bộ phận) (?:thường trực|chủ trì|đầu mối|tham mưu|phối hợp)|phó|trưởng|(?:tổ|đội|nhóm|khối) (?:phó|trưởng)|"
    r"ủy viên|thành viên|chủ tịch|bí thư|giám đốc|đồng chí|đ/c|ông|bà|phát triển|đầu tư|quản lý|đào tạo|dịch vụ|"
    r"kết thúc|bắt đầu|"
    r"địa bàn|nhóm (?:tài liệu|hồ sơ|chỉ tiêu|tiêu chí|nhiệm vụ|nội dung|việc)|"
    r"công tác|việc|dự án|đề án|chương trình|kế hoạch|nghị quyết|quyết định|chỉ thị|thông báo|công văn|công điện|văn bản|báo cáo|"
    r"nhiệm vụ|nội dung|tuyến|đường|cầu|chợ|khu công nghiệp|cụm công nghiệp|công trình|hồ|đập|kênh|lễ|ngày|tháng|quý|năm|tuần|giai đoạn|"
    r"thời gian|thời hạn|kinh phí|nguồn|vốn|chỉ tiêu|tiêu chí|mục tiêu|phương án|hồ sơ|danh sách|phong trào|cuộc|đợt|hội nghị|hội thi|"
    r"mô hình|diện tích|tỷ lệ|số|giá|đất|cơ chế|chính sách|luật|nghị định|thông tư|đơn giá|quy hoạch|quy chế|tình hình|kết quả|đồng thời|"
    r"trước|trong|đến|từ|khi|sau|trên|tại|theo|do|nếu|riêng|điều|khoản|mục|phụ lục|biểu|trường hợp|nhân dân|người dân|hộ dân|nhà thầu|"
    r"đơn vị thi công|đơn vị tư vấn|chủ hộ|nhà nước|nhà ở|nhà văn hóa thôn|cơ sở vật chất|chủ đầu tư)(?!\w)".replace(" ", r"\s+")
)


def open_name(text: str, matched: str, at: int) -> tuple[str, int] | None:
    """A name of several words that begins here and its end; None where the words cannot be an office's name.

    A name begins with a capital or with a body's word and goes on to the first verb, comma or bracket.
    """
    if not (text[at : at + 1].isupper() or _BODIES.match(matched, at)) or _THINGS.match(matched, at) or begins_with_verb(matched, at):
        return None
    end = run_end(text, matched, at, head=True)
    words = _WORD.findall(text, at, end)
    if not _FEWEST <= len(words) <= _MOST or (_is_place(words) and not _BODIES.match(matched, at)):
        return None
    return capitalised(" ".join(text[at:end].split())), end


def _is_place(words: list[str]) -> bool:
    """Whether a name is all capitals at the beginning of words, as places and persons are: "Cai Kinh", not "Cảng vụ Hàng hải"."""
    return all(word[:1].isupper() and not word.isupper() for word in words)


def is_body(text: str, matched: str, at: int) -> bool:
    """Whether the name begins with the capital word of a body ("Bộ phận Kế toán"), which does what the verb behind it says."""
    return text[at : at + 1].isupper() and _BODIES.match(matched, at) is not None


def begins_with_verb(matched: str, at: int) -> bool:
    """Whether the word here, or the pair that begins with it, is one at which names end."""
    first = _PAIR.match(matched, at)
    if first is None or is_noun(first[1], matched, at):
        return first is None
    return _one_of(RUN_STOPS, first)


def begins_with_act(matched: str, at: int) -> bool:
    """The same of the verbs alone, without the links behind a name."""
    first = _PAIR.match(matched, at)
    return first is not None and _one_of(ACTS, first)


def _one_of(words: re.Pattern[str], pair: re.Match[str]) -> bool:
    return any(words.fullmatch(word) for word in (pair[1], f"{pair[1]}_{pair[2]}"))


def acts(matched: str, at: int) -> bool:
    """Whether the words here say what somebody does."""
    return _ACTS.match(matched, at) is not None


def is_proper(name: str) -> bool:
    """Whether a further word of the name has a capital: "Cảng vụ Hàng hải", not "Công tác tuyên truyền"."""
    return re.search(rf"\s{UPPER}", name) is not None


_NEXT_LETTER = re.compile(r"\s+[^\W\d_]")


def _goes_on(text: str, matched: str, end: int) -> bool:
    """Whether a word in small letters that is no verb follows a name."""
    following = _NEXT_LETTER.match(text, end)
    return following is not None and following[0][-1].islower() and not begins_with_verb(matched, following.end() - 1)


def division_name(text: str, matched: str, at: int, end: int) -> int | None:
    """Where a division's name ends that only begins like a field: "Phòng Xây dựng nếp sống văn hóa và gia đình"."""
    if not _goes_on(text, matched, end) or read_level(text, matched, end)[0]:
        return None
    further = division_end(matched, at) or run_end(text, matched, at)
    if tail := _LAST_WORDS.fullmatch(matched, further):
        return tail.end("name")
    return further if further > end and acts(matched, further + 1) else None


_LAST_WORDS = re.compile(r"(?P<name>(?:\s+và\s+\w+(?:\s+\w+){0,2})?)[\s.:;]*")


def described_group(text: str, matched: str, end: int) -> int:
    """Where a group ends that is told by what it does: "các doanh nghiệp vận tải khách tuyến cố định lập kế hoạch"."""
    if not _goes_on(text, matched, end):
        return end
    further = run_end(text, matched, end)
    return further if further > end and (acts(matched, further + 1) or begins_with_act(matched, further + 1)) else end
