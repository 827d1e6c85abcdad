"""The usual names of Vietnamese offices, from province to village, as patterns over `matchable` text."""

import re
from dataclasses import dataclass
from typing import Literal

Tail = Literal["keep", "drop", "run"]


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write one office.

    `tail` says what happens to the level behind it: "keep" ("Công an huyện"), "drop" (the office exists once in a district or
    province: only a commune's level is kept), "run" (the name goes on in words of its own: "Trung tâm Phát triển quỹ đất").
    """

    pattern: re.Pattern[str]
    name: str
    tail: Tail


def _form(pattern: str, name: str, tail: Tail = "keep") -> Form:
    return Form(re.compile(rf"(?:{pattern})(?![\w&])".replace(" ", r"\s+")), name, tail)


_PEOPLE = r"(?:ubnd|ủy ban nhân dân|ub nhân dân)"
_COUNCIL = r"(?:hđnd|hội đồng nhân dân)"
_AND = r"\s*(?:,|và|&|-)?\s*"
_NTM = r"(?:nông thôn mới|ntm|xdntm)"
_PROGRAMME = r"(?:(?: ?các)? ?(?:chương trình|ct)(?: ?mục tiêu quốc gia| ?mtqg)?)"

FORMS: tuple[Form, ...] = (
    _form(rf"(?:văn phòng|vp) {_COUNCIL}{_AND}{_PEOPLE}|văn phòng {_PEOPLE}{_AND}{_COUNCIL}", "Văn phòng HĐND và UBND", "drop"),
    _form(rf"(?:văn phòng|vp) {_PEOPLE}", "Văn phòng UBND"),
    _form(rf"(?:văn phòng|vp) (?:đoàn đbqh|đoàn đại biểu quốc hội){_AND}{_COUNCIL}", "Văn phòng Đoàn ĐBQH và HĐND"),
    _form(r"(?:văn phòng|vp) đảng ủy", "Văn phòng Đảng ủy"),
    _form(r"(?:văn phòng|vp) (?:huyện ủy|hu)", "Văn phòng Huyện ủy", "drop"),
    _form(r"(?:văn phòng|vp) (?:tỉnh ủy|tu)", "Văn phòng Tỉnh ủy", "drop"),
    _form(r"(?:văn phòng|vp) thành ủy", "Văn phòng Thành ủy"),
    _form(
        rf"(?:văn phòng|vp) ?(?:điều phối|đp){_PROGRAMME}?(?: ?(?:xây dựng|xd))?(?: ?{_NTM})?|(?:văn phòng|vp) {_NTM}",
        "Văn phòng Điều phối nông thôn mới",
    ),
    _form(r"văn phòng đăng ký (?:quyền sử dụng )?đất đai", "Văn phòng Đăng ký đất đai", "run"),
    _form(
        r"(?:ban quản lý|ban ql|bql)(?: các)?(?: dự án| da)(?: (?:đầu tư|đt))?(?: và)?(?: ?(?:xây dựng|xd))?(?: cơ bản| công trình)?"
        r"|(?:ban quản lý|ban ql|bql) (?:dự án )?(?:đầu tư|đt)(?: và)? ?(?:xây dựng|xd)|(?:ban |bql ?)(?:qlda|da)(?: ?đtxd)?"
        r"|(?:ban quản lý|ban ql|bql)(?: dự án| da)? đtxd",
        "Ban Quản lý dự án đầu tư xây dựng",
        "drop",
    ),
    _form(r"(?:bộ chỉ huy|bộ ch|bch) (?:quân sự|qs)(?= tỉnh| thành)|bộ chỉ huy quân sự", "Bộ Chỉ huy Quân sự"),
    _form(r"(?:bộ chỉ huy|bch) (?:bộ đội biên phòng|bđbp)|bộ đội biên phòng|bđbp", "Bộ Chỉ huy Bộ đội Biên phòng"),
    _form(r"ban (?:chỉ huy|ch) (?:quân sự|qs)|bch (?:quân sự|qs)|ban chqs|bchqs", "Ban Chỉ huy Quân sự"),
    _form(r"đồn biên phòng", "Đồn Biên phòng", "run"),
    _form(r"công an", "Công an"),
    _form(r"(?:cơ quan )?(?:bảo hiểm xã hội|bảo hiểm xh|bhxh)", "Bảo hiểm xã hội"),
    _form(r"kho bạc(?: nhà nước)?|kbnn", "Kho bạc Nhà nước", "run"),
    _form(r"chi cục thống kê", "Chi cục Thống kê", "run"),
    _form(r"(?:ngân hàng|nh) (?:chính sách xã hội|csxh)|phòng giao dịch (?:ngân hàng|nh) (?:chính sách xã hội|"
        r"csxh)", "Ngân hàng Chính sách xã hội"),
    _form(r"ngân hàng", "Ngân hàng", "run"),
    _form(r"thanh tra", "Thanh tra"),
    _form(r"ban tổ chức", "Ban Tổ chức", "run"),
    _form(r"ban tuyên giáo(?: và| -)? dân vận", "Ban Tuyên giáo và Dân vận", "run"),
    _form(r"ban xây dựng đảng", "Ban Xây dựng Đảng", "run"),
    _form(r"ban (?:tuyên giáo|dân vận|nội chính)", "", "run"),
    _form(r"(?:ủy ban|ub) kiểm tra|ubkt", "Ủy ban Kiểm tra", "run"),
    _form(r"trung tâm chính trị", "Trung tâm Chính trị"),
    _form(r"trung tâm (?:phục vụ )?(?:hành chính công|hcc)|trung tâm phục vụ hcc|trung tâm pvhcc", "Trung tâm Phục vụ hành chính công"),
    _form(r"trung tâm (?:phát triển|pt) quỹ đất|trung tâm ptqđ", "Trung tâm Phát triển quỹ đất", "drop"),
    _form(r"(?:trung tâm|tt) y tế|ttyt", "Trung tâm Y tế", "drop"),
    _form(
        r"(?:ban thường trực )?(?:ủy ban|ub)?\s?(?:mặt trận tổ quốc|mttq)\s?(?:việt nam|vn)?|ubmttq\s?(?:vn|việt nam)?|"
        r"(?:ủy ban|ub) mtqg (?:việt nam|vn)",
        "Ủy ban MTTQ",
    ),
    _form(r"hội nông dân|hội nd", "Hội Nông dân"),
    _form(r"hội (?:liên hiệp|lh) ?(?:phụ nữ|pn)|hội (?:phụ nữ|lhpn)", "Hội Liên hiệp Phụ nữ"),
    _form(r"hội (?:cựu chiến binh|ccb)", "Hội Cựu chiến binh"),
    _form(r"hội (?:chữ thập đỏ|ctđ)", "Hội Chữ thập đỏ"),
    _form(r"(?:ban thường vụ )?huyện đoàn", "Huyện đoàn", "drop"),
    _form(r"(?:ban thường vụ )?tỉnh đoàn", "Tỉnh đoàn", "drop"),
    _form(r"thành đoàn", "Thành đoàn", "drop"),
    _form(r"đoàn (?:thanh niên|tn)(?: cộng sản(?: hồ chí minh)?| cshcm)?|đoàn tncs(?: ?hcm| hồ chí minh)?", "Đoàn Thanh niên"),
    _form(r"liên đoàn lao động|lđlđ", "Liên đoàn Lao động"),
    _form(r"(?:thường trực|tt\.?) ?(?:hđnd|hội đồng nhân dân)", "Thường trực HĐND"),
    _form(_COUNCIL, "HĐND"),
    _form(r"đảng ủy", "Đảng ủy"),
    _form(r"(?:tòa án nhân dân|tand|tòa án)", "Tòa án nhân dân"),
    _form(r"(?:viện kiểm sát nhân dân|vksnd|viện kiểm sát)", "Viện kiểm sát nhân dân"),
    _form(r"hạt kiểm lâm", "Hạt Kiểm lâm", "run"),
    _form(r"điện lực", "Điện lực", "run"),
    _form(r"công ty điện lực|pc(?= tỉnh| huyện)", "Công ty Điện lực", "run"),
    _form(r"bưu điện", "Bưu điện"),
    _form(r"đài (?:phát thanh|pt)\s?(?:và|-|&)\s?(?:truyền hình|th)", "Đài Phát thanh và Truyền hình"),
    _form(r"trạm y tế", "Trạm Y tế"),
    _form(r"xí nghiệp (?:khai thác công trình thủy lợi|ktcttl)", "Xí nghiệp Khai thác công trình thủy lợi", "run"),
    _form(r"công ty (?:khai thác công trình thủy lợi|ktcttl)", "Công ty Khai thác công trình thủy lợi", "run"),
    _form(r"trưởng (?:các )?(?:thôn|bản|xóm|ấp|khu phố|tổ dân phố)|(?:thôn|bản) trưởng(?: các thôn)?", "", "run"),
    _form(r"công chức", "", "run"),
    _form(r"tổ công nghệ số cộng đồng", "Tổ công nghệ số cộng đồng"),
    _form(r"(?:ban chỉ đạo|bcđ|bcd) (?:chuyển đổi số|giảm nghèo|cải cách hành chính|phòng chống thiên tai)", "", "run"),
    _form(
        rf"(?:ban chỉ đạo|bcđ|bcd){_PROGRAMME}(?: ?(?:xây dựng|xd) ?{_NTM})?",
        "Ban Chỉ đạo các Chương trình mục tiêu quốc gia",
    ),
    _form(rf"(?:ban chỉ đạo|bcđ|bcd)(?: ?(?:xây dựng|xd))? {_NTM}", "Ban Chỉ đạo nông thôn mới"),
    _form(r"(?:ban chỉ đạo|bcđ|bcd)", "Ban Chỉ đạo"),
    _form(r"ban quản lý|ban phát triển|ban giám sát|ban giám hiệu|ban chấp hành", "", "run"),
    _form(r"ban (?:dân tộc|tiếp công dân|an toàn giao thông|pháp chế|kinh tế|văn hóa)", "", "run"),
    _form(r"(?:trung tâm|chi cục|cục|hạt|trạm|đội|công ty|tổng công ty|xí nghiệp|hợp tác xã|htx|nhà máy|bệnh viện|viện|học viện|hiệp hội|"
          r"liên minh|hội|báo|đài|vườn quốc gia|tổ công tác|thuế|trường|quỹ|viettel|vnpt|tổng cục)", "", "run"),
)  # fmt: skip

BODIES = {
    "ban thường vụ huyện ủy": "Ban Thường vụ Huyện ủy",
    "thường trực huyện ủy": "Thường trực Huyện ủy",
    "ban thường vụ tỉnh ủy": "Ban Thường vụ Tỉnh ủy",
    "thường trực tỉnh ủy": "Thường trực Tỉnh ủy",
    "ban thường vụ đảng ủy": "Ban Thường vụ Đảng ủy",
    "thường trực đảng ủy": "Thường trực Đảng ủy",
    "huyện ủy": "Huyện ủy",
    "tỉnh ủy": "Tỉnh ủy",
    "thành ủy": "Thành ủy",
}
"""Party bodies whose name already says the level."""

TITLES = re.compile(
    r"(?:(?:các )?đồng chí |ông |bà )?(?:thủ trưởng|giám đốc|tổng giám đốc|phó giám đốc|trưởng(?= (?:các )?(?:phòng|ban|công an|"
    r"đài|trạm|hạt))|"
    r"chánh(?= (?:văn phòng|thanh tra))|chủ tịch|phó chủ tịch|chỉ huy trưởng|hiệu trưởng|bí thư|cục trưởng|chi cục trưởng|người đứng đầu|"
    r"lãnh đạo|chủ nhiệm|tổng biên tập|viện trưởng|chánh án|trưởng ban|tập thể lãnh đạo)\s+(?:cơ quan\s+)?".replace(" ", r"\s+")
)
"""A head named in place of the office: "Giám đốc Sở Y tế", "Chủ tịch UBND xã"."""

RUN_STOPS = re.compile(
    r"tham|chủ|phối|rà|tổ_chức|thực|hướng|báo|xây_dựng|triển|kiểm|có|và|cùng|với|các|để|trên|tại|theo|trước|trong|hoàn|"
    r"đôn|tiếp|tăng|chịu|căn|được|giao|đề|yêu|chỉ_đạo|tuyên|vận|khẩn|kịp|thường_xuyên|nghiêm|đẩy|tập_trung|lập|gửi|trình|"
    r"nắm|bố|tạo|làm|quan_tâm|duy|phân|cung|tổng_hợp|thẩm|thông_báo|theo_dõi|là|sẽ|phải|cần|đã|đang|từ|đến|vào|khi|về|"
    r"nhằm|đảm|bảo|chuẩn|thành_lập|củng|phát_động|mở|cử|nghiên|tự|ban_hành|bám|bổ_sung|cập|giúp|hỗ|cho|do|bởi|trực_tiếp|"
    r"xem|khảo|kết|xác|sử|chấp|chủ_động|liên_quan|hằng|hàng|định_kỳ|phát_huy|dự|tiến|in|niêm|công_khai|vệ|đăng|tiếp_nhận|"
    r"tham_mưu|hành|rải|dọn|phân_công|thống_nhất|quán|cấp_phát|thu|nộp|sắp|kiện|nâng"
)
"""Where a run of words ceases to be a name: verbs and links, one syllable, or two joined by "_"."""
