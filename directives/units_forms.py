"""The usual names of Vietnamese offices, from province to village, as patterns over `matchable` text."""

import re
from dataclasses import dataclass
from typing import Literal

Tail = Literal["keep", "drop", "run", "party", "people", "place"]


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write one office.

    `tail` says what happens to the level behind it: "keep" ("Công an huyện"), "drop" (the office exists once in a district or
    province: only the level of communes below it is kept), "run" (the name goes on in words of its own: "Trung tâm Phát triển quỹ đất"),
    "party" (only a party body may follow: "Ban Tổ chức Huyện ủy"), "people" (as printed: "Trưởng các thôn"),
    "place" (as printed with the place behind it).
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
    _form(r"văn phòng (?:sở|cục|bộ|công ty)", "", "people"),
    _form(r"văn phòng đăng ký (?:quyền sử dụng )?đất đai", "Văn phòng Đăng ký đất đai", "run"),
    _form(r"(?:ban quản lý|ban ql|bql) dự án các công trình(?: xây dựng)?(?= (?:tỉnh|thành phố|thị xã|huyện))", "", "people"),
    _form(
        r"(?:ban quản lý|ban ql|bql)(?: các)? dự án(?: đầu tư)?(?: xây dựng)?(?: các)? (?:công trình )?"
        r"(?:giao thông và nông nghiệp|giao thông|"
        r"nông nghiệp(?: và phát triển nông thôn)?|"
        r"dân dụng(?: và công nghiệp)?|thủy lợi|hạ tầng(?: kỹ thuật)?|khu vực (?:số )?\d+)(?: (?:tỉnh|thành phố|huyện))?",
        "",
        "people",
    ),
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
    _form(r"công an|ca(?= (?:huyện|tỉnh|xã|phường|thị trấn|thành phố))", "Công an"),
    _form(r"(?:cơ quan )?(?:bảo hiểm xã hội|bảo hiểm xh|bhxh)", "Bảo hiểm xã hội"),
    _form(r"kho bạc(?: nhà nước)?|kbnn", "Kho bạc Nhà nước", "run"),
    _form(r"chi cục thống kê", "Chi cục Thống kê", "run"),
    _form(r"(?:trung tâm|tt) ?(?:dịch vụ nông nghiệp|dvnn)", "Trung tâm Dịch vụ nông nghiệp", "keep"),
    _form(r"nhcsxh", "Ngân hàng Chính sách xã hội"),
    _form(r"(?:ngân hàng|nh) (?:chính sách xã hội|csxh)|phòng giao dịch (?:ngân hàng|nh) (?:chính sách xã hội|"
        r"csxh)", "Ngân hàng Chính sách xã hội"),
    _form(r"ngân hàng", "", "run"),
    _form(r"thuế cơ sở \d+", "", "place"),
    _form(r"thuế (?:tỉnh|thành phố)", "", "people"),
    _form(r"thanh tra (?:sở|bộ)", "", "people"),
    _form(r"thanh tra(?! (?:việc|công tác|toàn diện|đột xuất|trách nhiệm|chuyên đề|đối với|các|\d))", "Thanh tra"),
    _form(
        r"(?:văn phòng thường trực |cơ quan thường trực |thường trực )?(?:ban chỉ huy|bch) (?:phòng,? chống thiên tai|pctt)"
        r"(?:(?:,| và| &| -)? ?(?:tìm kiếm cứu nạn|tkcn)|(?:,| và)? phòng thủ dân sự)*(?: (?:tỉnh|huyện|xã|phường|thành phố|thị xã))?",
        "",
        "people",
    ),
    _form(r"(?:ban chỉ huy|bch) phòng thủ dân sự(?: (?:tỉnh|huyện|xã|phường|thành phố|thị xã))?", "", "people"),
    _form(r"liên minh (?:hợp tác xã|htx)", "Liên minh Hợp tác xã"),
    _form(r"báo và (?:đài )?(?:phát thanh|pt)\s*(?:,|và|-)?\s*(?:truyền hình|th)(?: tỉnh)?", "", "place"),
    _form(r"bảo tàng", "Bảo tàng", "drop"),
    _form(r"thư viện", "Thư viện", "drop"),
    _form(r"ban tự quản(?: (?:các )?(?:thôn|buôn|làng|khu phố|tổ dân phố)(?:\s*,\s*(?:thôn|buôn|làng))*)?", "", "people"),
    _form(r"ban cán sự(?: (?:các )?(?:thôn|bản|xóm|ấp|buôn|làng|khu|khu phố|tổ dân phố))?", "", "people"),
    _form(
        r"ban công tác mặt trận(?: (?:các )?(?:khu dân cư|thôn|bản|xóm|ấp|khối|khu phố|tổ dân phố)"
        r"(?:, (?:thôn|bản|xóm|ấp|khối|tổ dân phố))*)?",
        "",
        "people",
    ),
    _form(
        r"văn phòng cơ quan (?:ủy ban |ub)?(?:mttq|mặt trận tổ quốc)(?: việt nam)?(?: (?:tỉnh|huyện|thành phố|thị xã|xã|phường))?",
        "",
        "people",
    ),
    _form(r"ban vận động (?:quỹ )?[“\"]?vì người nghèo[”\"]?", "Ban Vận động Quỹ Vì người nghèo"),
    _form(r"ban tổ chức", "Ban Tổ chức", "party"),
    _form(r"ban tuyên giáo(?: và| -)? dân vận", "Ban Tuyên giáo và Dân vận", "party"),
    _form(r"ban xây dựng đảng", "Ban Xây dựng Đảng", "party"),
    _form(r"ban tuyên giáo", "Ban Tuyên giáo", "party"),
    _form(r"ban dân vận", "Ban Dân vận", "party"),
    _form(r"ban nội chính", "Ban Nội chính", "party"),
    _form(r"(?:ủy ban|ub) kiểm tra|ubkt", "Ủy ban Kiểm tra", "party"),
    _form(r"trung tâm chính trị", "Trung tâm Chính trị"),
    _form(
        r"trung tâm (?:phục vụ )?(?:hành chính công|hcc)|trung tâm phục vụ hcc|trung tâm pvhcc",
        "Trung tâm Phục vụ hành chính công",
        "drop",
    ),
    _form(r"trung tâm (?:phát triển|pt) quỹ đất|trung tâm ptqđ", "Trung tâm Phát triển quỹ đất", "drop"),
    _form(
        r"hội đồng (?:bồi thường|bt)(?:,? hỗ trợ)?(?:(?:,|,? và|) (?:tái định cư|tđc|gpmb|giải phóng mặt bằng))?",
        "Hội đồng bồi thường, hỗ trợ và tái định cư",
        "drop",
    ),
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
    _form(
        r"đoàn (?:thanh niên cộng sản|tn cộng sản|tncs|tn cs)(?: ?hcm| hồ chí minh)?|đoàn (?:tn|thanh niên) cshcm",
        "Đoàn TNCS Hồ Chí Minh",
    ),
    _form(r"đoàn (?:thanh niên|tn)|đtn", "Đoàn Thanh niên"),
    _form(r"liên đoàn lao động|lđlđ", "Liên đoàn Lao động"),
    _form(r"(?:thường trực|tt\.?) ?(?:hđnd|hội đồng nhân dân)", "Thường trực HĐND"),
    _form(_COUNCIL, "HĐND"),
    _form(
        r"(?:ban )?thường (?:trực|vụ)(?: các)? đảng ủy(?: các)? (?:xã|phường|thị trấn)(?:\s*,\s*(?:xã|phường|thị trấn))*(?! [A-ZĐ])",
        "",
        "people",
    ),
    _form(r"đảng ủy (?:ubnd|các cơ quan đảng)(?: (?:tỉnh|xã|phường|huyện|thành phố))?", "", "people"),
    _form(r"đảng ủy", "Đảng ủy"),
    _form(r"(?:tòa án nhân dân|tand|tòa án)", "Tòa án nhân dân"),
    _form(r"(?:viện kiểm sát nhân dân|vksnd|viện kiểm sát)", "Viện kiểm sát nhân dân"),
    _form(r"hạt kiểm lâm", "Hạt Kiểm lâm", "run"),
    _form(r"điện lực", "Điện lực", "run"),
    _form(r"công ty điện lực|pc(?= tỉnh| huyện)", "Công ty Điện lực", "run"),
    _form(r"bưu điện", "Bưu điện"),
    _form(r"đài (?:phát thanh|pt)\s?(?:và|-|&)\s?(?:truyền hình|th)", "Đài Phát thanh và Truyền hình"),
    _form(r"trạm y tế", "Trạm Y tế"),
    _form(r"vnpt", "VNPT", "run"),
    _form(r"viettel", "Viettel", "run"),
    _form(r"mobifone", "MobiFone", "run"),
    _form(r"xí nghiệp (?:khai thác công trình thủy lợi|ktcttl)", "Xí nghiệp Khai thác công trình thủy lợi", "run"),
    _form(r"công ty (?:khai thác công trình thủy lợi|ktcttl)", "Công ty Khai thác công trình thủy lợi", "run"),
    _form(r"tổ trưởng (?:các )?(?:tổ dân phố|tổ nhân dân)(?: \d+(?:\s*,\s*\d+)*(?: và \d+)?)?", "", "people"),
    _form(r"(?:các )?trưởng (?:các )?"
        r"(?:khu vực|thôn|bản|xóm|ấp|khóm|buôn|làng|khu dân cư|khu phố|tổ dân phố)(?:, (?:thôn|bản|xóm|ấp|buôn|làng|tổ dân phố))*"
        r"(?: \d+(?:\s*,\s*\d+)*(?: và \d+)?)?|(?:thôn|"
        r"bản) trưởng(?: các thôn)?", "", "people"),
    _form(r"công chức", "", "run"),
    _form(r"tiểu ban", "", "run"),
    _form(r"đội thuế liên (?:xã|phường)(?:, (?:xã|phường|thị trấn))*", "", "people"),
    _form(
        r"(?:tổ|đoàn|đội) (?:kiểm tra|giám sát|thẩm tra|thẩm định|khảo sát|công tác|xử lý)(?: liên ngành)?"
        r"(?: (?:cấp )?(?:tỉnh|huyện|thành phố|thị xã|xã|phường))?|(?:tổ|đoàn|đội) liên ngành",
        "",
        "people",
    ),
    _form(r"tổ công nghệ số cộng đồng", "Tổ công nghệ số cộng đồng"),
    _form(
        r"(?:ban chỉ đạo|bcđ|bcd) (?:chuyển đổi số|giảm nghèo|cải cách hành chính|phòng,? chống \w+ \w+|35|389)(?: (?:tỉnh|"
        r"huyện|xã|phường))?",
        "",
        "people",
    ),
    _form(
        rf"(?:ban chỉ đạo|bcđ|bcd){_PROGRAMME}(?: ?(?:xây dựng|xd) ?{_NTM})?",
        "Ban Chỉ đạo các Chương trình mục tiêu quốc gia",
    ),
    _form(rf"(?:ban chỉ đạo|bcđ|bcd)(?: ?(?:xây dựng|xd))? {_NTM}", "Ban Chỉ đạo nông thôn mới"),
    _form(r"(?:ban chỉ đạo|bcđ|bcd)", "Ban Chỉ đạo"),
    _form(r"(?:ban quản lý|bql) rừng (?:phòng hộ|đặc dụng)", "", "place"),
    _form(r"ban quản lý(?: các)?|ban phát triển|ban giám sát|ban giám hiệu|ban chấp hành", "", "run"),
    _form(
        r"ban (?:dân tộc|tiếp công dân|an toàn giao thông|pháp chế|kinh tế(?: - (?:xã hội|ngân sách))?|văn hóa(?: - xã hội)?|đô thị)"
        r"(?: (?:hđnd )?(?:tỉnh|huyện|xã|phường|thành phố))?",
        "",
        "people",
    ),
    _form(r"(?:trung tâm|chi nhánh|chi cục|cục|hạt|trạm|đội|"
          r"(?:tổng )?công ty(?: (?:cổ phần|cp|tnhh|trách nhiệm hữu hạn|lâm nghiệp|xây dựng))*(?: (?:mtv|một thành viên))?|"
          r"xí nghiệp|hợp tác xã|htx|nhà máy(?: thủy điện| nước(?: sạch)?| điện)?|bệnh viện|viện|học viện|hiệp hội|"
          r"liên minh|hội đồng|hội|báo|đài|tập đoàn|viễn thông(?= [a-zđ])|nhà hát|"
          r"vườn quốc gia|tổ công tác|thuế|trường|quỹ|tổng cục)", "", "run"),
)  # fmt: skip

_ANY = re.compile("|".join(f"(?P<form{number}>{form.pattern.pattern})" for number, form in enumerate(FORMS)))


def match_form(matched: str, at: int) -> tuple[Form, int] | None:
    """The first form that fits at a place of `matchable` text, and where it ends."""
    found = _ANY.match(matched, at)
    return (FORMS[int((found.lastgroup or "form0").removeprefix("form"))], found.end()) if found else None


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
    r"(?:(?:các )?đồng chí |đ/c |ông |bà )?(?:thủ trưởng|giám đốc|tổng giám đốc|phó giám đốc|trưởng(?= (?:các )?(?:phòng|ban|công an|"
    r"đài|trạm|hạt))|"
    r"chánh(?= (?:văn phòng|thanh tra))|chủ tịch|phó chủ tịch|chỉ huy trưởng|hiệu trưởng|bí thư|cục trưởng|chi cục trưởng|người đứng đầu|"
    r"lãnh đạo|chủ nhiệm|tổng biên tập|viện trưởng|chánh án|trưởng ban|tập thể lãnh đạo|"
    r"liên danh(?: nhà thầu)?|lực lượng(?= (?:công an|quân sự|biên phòng|kiểm lâm)))\s+(?:cơ quan\s+)?".replace(" ", r"\s+")
)
"""A head named in place of the office: "Giám đốc Sở Y tế", "Chủ tịch UBND xã"."""

RUN_STOPS = re.compile(
    r"ban_hành|bàn_giao|bám|báo_cáo|bảo_đảm|bắt|bố|bổ_sung|bởi|chi_trả|cho|chuyển_giao|chuẩn_bị|chăm|chấn|chấp|chỉ_đạo|chịu|"
    r"chọn|chủ|chủ_động|coi|cung|các|cân|có|công_bố|công_khai|cùng|căn|cấp_kinh|cấp_phát|cấp_ứng|cần|cập|củng|cử|di_dời|do|"
    r"duy_trì|duy_tu|dọn|dự_báo|dự_kiến|dự_thảo|giao_ban|giao_cho|giao_các|giao_nhiệm|giao_phòng|giao_sở|giúp|giải_phóng|"
    r"giải_quyết|gắn|gửi|hoàn_thiện|hoàn_thành|hàng|hướng_dẫn|hằng|họp|hỗ|in|khi|khảo_sát|khẩn|khắc|khởi_công|kiểm_soát|"
    r"kiểm_tra|kiện_toàn|kêu|ký|kết_hợp|kết_nối|kịp|liên_quan|là|làm|lấy|lập|lắp|lồng|mua|mời|mở|nghe|nghiêm|nghiên_cứu|nghiệm|"
    r"nhận|nhắc|nhằm|niêm|nâng_cao|nâng_cấp|nêu|nắm|nộp|phát_huy|phát_động|phân|phân_công|phải|phối_hợp|phổ_biến|quan_tâm|"
    r"quyết|quán|ra|rà|rút|rải|sơ_kết|sơ_tán|sắp|sẽ|sử_dụng|tham_gia|tham_mưu|theo|theo_dõi|thu_gom|thu_hồi|thu_nộp|thu_thập|"
    r"thành_lập|tháo|thuộc|thông_báo|thường_xuyên|thẩm_tra|thẩm_định|thống_kê|thống_nhất|thực_hiện|tiến|tiếp_nhận|tiếp_thu|tiếp_tục|"
    r"triển_khai|trong|trên|trình|trước|trực_ban|trực_tiếp|tuyên_truyền|tuần|tích_cực|tính|tăng_cường|tại|tập_trung|tổ_chức|"
    r"tổng_hợp|tổng_vệ|tổng_rà|tổng_kiểm|tổng_kết|từ|tự_(?!quản|vệ|do|nguyện)\w+|và|vào|vận_động|về|với|xem|xác_minh|xác_định|xây_dựng|xử_lý|yêu|đang|điều_chỉnh|điều_tra|"
    r"điều_động|đánh|đã|đôn|đăng|đưa|được|đảm_(?:bảo|nhiệm|nhận|đương)|đẩy|đến|đề|để|định_kỳ|đối_chiếu|đối_với|động_viên|ưu|ủng|ứng_dụng|ứng_phó|"
    r"trực_\d+|vá|đắp|nhổ|trồng|gieo|phát_dọn|phát_quang|phát_hành|phát_sóng|phun|tiêm_phòng|tuần_tra|túc_trực|vận_hành|bơm|tích_nước|xả|nạo|khơi|cắm|treo|dừng|"
    r"tạm_dừng|tạm_ngừng|ngừng|cắt|cho_vay|giải_tỏa|giải_ngân|thu_mua|sửa|san|đo|nối|thay|biểu_diễn|bắc|khoanh|niêm_phong|truy|tịch|di_chuyển|"
    r"chấm|hạ_tải|tuyển|xét|xuất|xin|xếp|bình_xét|đóng|ngăn"
)
"""Where a run of words ceases to be a name: verbs and links, one syllable, or two joined by "_"."""
