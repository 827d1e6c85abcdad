"""Groups of offices: "các sở, ban, ngành tỉnh", "Các phòng, ban liên quan", "cấp ủy, chính quyền xã"."""

import re

from directives.units_places import UPPER

_NOUNS = (
    r"huyện ủy(?! viên)|thị ủy(?! viên)|thành ủy(?! viên)|quận ủy|ban cán sự đảng|đảng đoàn|ban đảng|"
    r"cơ quan ngang bộ|cơ quan thuộc chính phủ|cơ quan trung ương|ban quản lý dự án|ban qlda|bql dự án|"
    r"(?:cơ quan |phòng, ban, ngành )?(?:là )?thành viên (?:ban chỉ đạo|bcđ|bcd)(?: các)?(?: chương trình| ct)?(?: ?mtqg|"
    r" mục tiêu quốc gia)?"
    r"(?: xây dựng)?(?: ntm| nông thôn mới)?|"
    r"tổ chức chính trị(?:\s?-\s?|\s)xã hội(?: - nghề nghiệp)?|tổ chức đoàn thể(?: chính trị(?:\s?-\s?|\s)xã hội)?|"
    r"đoàn thể(?: chính trị(?:\s?-\s?|\s)xã hội)?|hội đoàn thể|hội, đoàn thể|cơ quan chuyên môn|cơ quan tham mưu(?:,)? giúp việc|cơ quan|"
    r"đơn vị sự nghiệp(?: công lập)?|đơn vị|địa phương|phòng chuyên môn|phòng|ban xây dựng đảng|ban|sở|ngành|bộ phận|bộ|hội|"
    r"xã|phường|thị trấn|đặc khu|huyện|thành phố|thị xã|thôn|bản|tổ dân phố|khu phố|xóm|ấp|buôn|khu dân cư|"
    r"trung tâm|cơ sở giáo dục|trường học|trường|nhà trường|doanh nghiệp|hợp tác xã|htx|chủ đầu tư|chủ rừng|nhà thầu|thành viên|"
    r"tổ chức thành viên|tổ chức|"
    r"trạm y tế|chi bộ(?: trực thuộc)?|chi, đảng bộ|"
    r"đảng ủy(?! viên)(?: trực thuộc)?|đảng bộ|tổ công tác|đoàn kiểm tra|công chức|cấp(?! ủy)|đồng chí|"
    r"lực lượng|cá nhân|đồn biên phòng|tập đoàn|tổng công ty|cơ sở y tế|cơ sở|chủ hồ(?: chứa)?|"
    r"chủ cơ sở|hộ kinh doanh|chi cục|trạm|ban chỉ đạo|nhóm(?! (?:tài liệu|hồ sơ|chỉ tiêu|tiêu chí|nhiệm vụ|nội dung|việc|giải pháp))|"
    r"câu lạc bộ|chi hội(?: phụ nữ| nông dân| cựu chiến binh)?|chi đoàn|cơ sở (?:hội|đoàn)|"
    r"khối(?! lượng)|đại học|học viện|trường đại học|cao đẳng|"
    r"tổ(?! (?:chức|dân|trưởng|viên|phó|hợp))|đội(?! (?:trưởng|viên|ngũ))|hội đồng(?! (?:nhân|chuyên))|chốt|"
    r"tiểu ban|khoa|điện lực|ban quản lý|ban phát triển|tổ chức tín dụng|ngân hàng|công ty|cấp ủy|chính quyền|thành phần"
).replace(" ", r"\s+")
_SEPARATOR = r"(?:\s*[,;/]\s*|\s+-\s+|\s+và\s+|\s*&\s*|\s+)"
# "các trường tổ chức …": behind a mere space "tổ chức" is a verb.
_OTHER_HEADS = (
    rf"(?:(?<=[,;/\-&]\s)(?:{_NOUNS})|(?<=và\s)(?:{_NOUNS})|(?!tổ\s+chức(?!\s+(?:chính\s+trị|đoàn\s+thể|thành\s+viên)))(?:{_NOUNS}))"
)

_SCHOOL = (
    r"(?:mầm non|mn|mẫu giáo|mg|th\s?&\s?thcs|th,? thcs|"
    r"tiểu học|trung học cơ sở|thcs|trung học phổ thông|thpt|phổ thông(?: (?:dtnt|dtbt|dân tộc nội trú|dân tộc bán trú))?|"
    r"(?:trung tâm )?gdnn\s?-\s?gdtx|(?:trung tâm )?gdtx)"
)
_QUALIFIERS = (
    r"(?:huyện|tỉnh|thành|thị|đảng|chi) ủy viên"
    r"(?: (?:được phân công )?phụ trách (?:xã|thôn|bản|xóm|ấp|khu phố|tổ dân phố|địa bàn|cơ sở|chi bộ))?|"
    r"(?:trực )?thuộc (?:sở|bộ|ban|(?:huyện|tỉnh|thành|thị|đảng) ủy|trung ương|chính phủ)|"
    r"(?:có\s+)?liên quan|trực thuộc|chuyên môn|nêu trên|có tên trên|khác|còn lại|chủ đầu tư|đảng|nhà nước|thông tin, truyền thông|"
    rf"{_SCHOOL}(?:(?:\s*,\s*|\s+và\s+){_SCHOOL})*|giáp ranh|"
    r"(?:trong|trên) (?:toàn )?(?:huyện|tỉnh|xã|phường|thành phố)|"
    r"chức năng|viễn thông|ngang sở|cơ sở|đầu mối|công lập|ngoài công lập|"
    r"chủ trì(?=\s*(?:$|[.;)]|(?:và|hoặc)\s+(?:các\s+)?(?:cơ quan|đơn vị)|,\s+(?!phối\s+hợp|\w+\s+\w+\s+(?:và\s+)?phối\s+hợp))|"
    r"\s+(?:báo\s+cáo|gửi|tổng\s+hợp|cập\s+nhật|phải|có\s+trách)\s)|"
    r"sử dụng (?:vốn )?ngân sách(?: nhà nước)?(?: các cấp)?|dự toán(?: cấp (?:1|i|các cấp))?|"
    r"(?:tnhh|cổ phần)(?: (?:mtv|một thành viên))?(?: (?:lâm nghiệp|cao su|thủy lợi|khai thác công trình thủy lợi))?|"
    r"rừng (?:phòng hộ|đặc dụng)(?:(?:, | và )(?:phòng hộ|đặc dụng))?|"
    r"báo chí|thông tin đại chúng|truyền thông|thương mại|thủy điện|lâm nghiệp|thi công|tư vấn|chuyên ngành|ngành dọc|"
    r"ủy viên ban (?:thường vụ|chấp hành)(?: (?:huyện|tỉnh|thành|thị|đảng) ủy)?|"
    r"trên địa bàn(?: (?:toàn )?(?:tỉnh|huyện|xã|phường|thành phố|thị trấn))?|"
    r"(?:cấp|của|thuộc|trong)\s+(?:ubnd )?(?:toàn )?(?:tỉnh|huyện|xã|phường|thành phố|thị xã|quận|cơ sở|các cấp|trung ương|đảng|"
    r"hệ thống chính trị)|"
    r"(?:trung ương )?đóng (?:chân )?trên địa bàn(?: (?:tỉnh|huyện|xã|phường|thành phố))?|"
    r"(?:tỉnh|huyện|xã|phường|thành phố|thị trấn|trung ương|các cấp)|"
    r"thành viên ban chỉ đạo[^,;.:]{0,60}?(?=[,;.:]|$)|"
    r"(?:trực tiếp )?(?:được giao |được phân công )?phụ trách(?: các| từng)? "
    r"(?:tiêu chí(?: (?:đã|chưa) đạt)?|địa bàn|xã|thôn|cơ sở)|"
    r"(?:được giao|được phân công)(?: nhiệm vụ)? (?:chủ trì|phụ trách)(?: thực hiện)?(?: (?:các|từng))?"
    r"(?: (?:tiêu chí|nội dung|nhiệm vụ|chỉ tiêu|dự án))?(?: tại (?:kế hoạch|phụ lục|mục \w+|đề án|chương trình)(?: này)?)?|"
    r"được phân công|được giao(?: nhiệm vụ)?|"
    r"thực hiện (?:khu dân cư|mô hình|thí điểm|đề án|dự án) [^,;.:]{0,60}?(?=\s(?:tổ chức|chủ động|tập trung|tiếp tục|báo cáo|"
    r"xây dựng)|[,;.:]|$)|"
    r"(?:chưa|chậm) (?:gửi|nộp|báo cáo|hoàn thành|thực hiện|triển khai)[^,;.:]{0,30}(?=\s*[,;.:])|"
    r"tham gia thực hiện chương trình|biên giới|thuộc phạm vi quản lý|thuộc thẩm quyền"
).replace(" ", r"\s+")

GROUP = re.compile(
    rf"(?:100%\s+)?(?:tất cả\s+|toàn bộ\s+)?(?:các|những|toàn thể)\s+(?:{_NOUNS})(?!\w)(?:{_SEPARATOR}{_OTHER_HEADS}(?!\w))*"
    rf"(?:\s*(?:\(|,\s*)?(?:{_QUALIFIERS})(?!\w)\)?)*"
)
"""A group with its qualifiers, over `matchable` text."""

BARE_GROUP = re.compile(
    r"(?:(?:cơ quan|đơn vị|phòng, ban)(?= (?:được (?:giao|phân công) )?phụ trách (?:địa bàn|tiêu chí|xã|thôn))|"
    r"sở, ban, ngành|sở, ngành|phòng, ban, đơn vị|phòng, ban, ngành|phòng, ban|ban, ngành, đoàn thể|cơ quan, đơn vị|"
    r"đơn vị (?:sử dụng ngân sách|dự toán)(?: nhà nước)?(?: các cấp)?|"
    r"(?:đảng bộ|chi bộ) cơ sở(?:, (?:đảng bộ|chi bộ) cơ sở)?|đảng ủy bộ phận|"
    r"mttq và các đoàn thể|quý (?:cơ quan|đơn vị|địa phương|sở|ban|phòng|công ty|doanh nghiệp|ông, bà|đồng chí|đại biểu)|"
    r"(?:đảng bộ, )?chi bộ(?:, đảng bộ)? trực thuộc|thành viên ban chỉ đạo)".replace(" ", r"\s+")
    + rf"(?:{_SEPARATOR}{_OTHER_HEADS}(?!\w))*(?:\s+(?:{_QUALIFIERS})(?!\w))*"
)
"""A group without its article, as headings and tables have it: "Sở, ban, ngành tỉnh"."""

PARTY_AND_STATE = re.compile(
    r"cấp ủy(?:\s*,|\s+và|\s*-)\s*(?:đảng,\s*)?chính quyền(?:\s+(?:các\s+)?(xã|phường|thị trấn|địa phương|cơ sở))?(?!\w)"
)

_MEMBERS = re.compile(r"^(?:các\s+)?(?:(?:cơ quan|đơn vị|phòng|ban|ngành|sở|đồng chí)[\s,]*(?:là\s+)?)*thành viên (?:bcđ|bcd|ban chỉ đạo)")
_LISTED = re.compile(rf"^(?P<article>các)\s+(?P<kind>phòng|sở)(?:\s*,\s*(?:ban|ngành))*\s*:?\s+(?={UPPER})", re.IGNORECASE)


_OWN_NAME = re.compile(rf"(?:\s*[,;]\s*|\s+và\s+)(?={UPPER}\w+\s+{UPPER}\w*)")
_CAPITAL_HEAD = re.compile(rf"(?:\s*[,;]\s*|\s+và\s+)(?=(?:và\s+)?{UPPER}\w+(?:\s+\w+)?$)")


def group_end(text: str, start: int, end: int) -> int:
    """Where a group ends that was read up to `end`: before a name that begins with its last words ("các sở, ngành, Phòng | Y tế")."""
    if text[start : start + 4].lower() == "các " and text[start + 4 : start + 5].islower() and (own := _OWN_NAME.search(text[start:end])):
        return start + own.start()  # "các trường học, | Trạm Y tế xã"
    if text[start : start + 1].isspace() or not re.match(rf"\s+{UPPER}", text[end:]):
        return end
    found = _CAPITAL_HEAD.search(text[start:end])
    inner = text[start + 4 : start + found.start()] if found else ""
    return start + found.start() if found and not re.search(rf"[,;]\s*{UPPER}", inner) else end


def group_name(printed: str) -> str:
    """The group's canonical name: as printed, in single spaces, with a capital; members of a steering committee by one name."""
    name = re.sub(r"^(?:100%|tất cả|toàn bộ)\s+", "", " ".join(printed.split()), flags=re.IGNORECASE)
    name = name.strip(" ,;:.()")
    if _MEMBERS.match(name.lower()):
        return "Các cơ quan thành viên Ban Chỉ đạo" if "cơ quan" in name.lower() else "Các thành viên Ban Chỉ đạo"
    if re.match(r"các (?:xã|phường|thị trấn|huyện|đặc khu)\b(?! ủy)", name.lower()):
        return f"UBND {name[:1].lower()}{name[1:]}"
    return name[:1].upper() + name[1:]


def listed_offices(text: str, at: int) -> tuple[str, int] | None:
    """What each name of a list stands for: "các phòng: Nội vụ, Tư pháp" → ("Phòng", where the names begin)."""
    found = _LISTED.match(text[at : at + 60])
    return (found["kind"].capitalize(), at + found.end()) if found else None


# Others than those addressed: "phụ trách tiêu chí", "các thôn còn lại"
_APART = re.compile(r"phụ trách|(?:xã|phường|thị trấn|thôn|bản|xóm|ấp|huyện|địa phương|đơn vị|cơ quan)(?:, [^,]*)* (?:còn lại|khác)$")


def is_general(name: str) -> bool:
    """Whether a group's name only points back at those addressed: "các cơ quan, đơn vị"."""
    return not _APART.search(name.lower()) and bool(
        re.match(
            r"các (?:cơ quan|đơn vị|phòng|ban|ngành|địa phương|sở|thành viên|đồng chí|thôn|bản|xã|phường|thị trấn|tổ)(?!\w)|chủ đầu tư$",
            name.lower(),
        )
    )
