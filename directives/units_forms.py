"""The usual names of Vietnamese offices, from province to village, as patterns over `matchable` text."""

import re

from directives.units_form import Form, form
from directives.units_named import NAMED

_PEOPLE = r"(?:ubnd|ủy ban nhân dân|ub nhân dân)"
_COUNCIL = r"(?:hđnd|hội đồng nhân dân)"
_AND = r"\s*(?:,|và|&|-)?\s*"
_NTM = r"(?:nông thôn mới|ntm|xdntm)"
_PROGRAMME = r"(?:(?: ?các)? ?(?:chương trình|ct)(?: ?mục tiêu quốc gia| ?mtqg)?)"

FORMS: tuple[Form, ...] = (
    *NAMED,
    form(rf"(?:văn phòng|vp) {_COUNCIL}{_AND}{_PEOPLE}|văn phòng {_PEOPLE}{_AND}{_COUNCIL}", "Văn phòng HĐND và UBND", "drop"),
    form(rf"(?:văn phòng|vp) {_PEOPLE}", "Văn phòng UBND"),
    form(rf"(?:văn phòng|vp) (?:đoàn đbqh|đoàn đại biểu quốc hội){_AND}{_COUNCIL}", "Văn phòng Đoàn ĐBQH và HĐND"),
    form(r"(?:văn phòng|vp) đảng ủy", "Văn phòng Đảng ủy"),
    form(r"(?:văn phòng|vp) (?:huyện ủy|hu)", "Văn phòng Huyện ủy", "drop"),
    form(r"(?:văn phòng|vp) (?:tỉnh ủy|tu)", "Văn phòng Tỉnh ủy", "drop"),
    form(r"(?:văn phòng|vp) thành ủy", "Văn phòng Thành ủy"),
    form(
        rf"(?:văn phòng|vp) ?(?:điều phối|đp){_PROGRAMME}?(?: ?(?:xây dựng|xd))?(?: ?{_NTM})?|(?:văn phòng|vp) {_NTM}",
        "Văn phòng Điều phối nông thôn mới",
    ),
    form(r"văn phòng (?:sở|cục|bộ|công ty)", "", "people"),
    form(r"văn phòng đăng ký (?:quyền sử dụng )?đất đai", "Văn phòng Đăng ký đất đai", "run"),
    form(r"(?:ban quản lý|ban ql|bql) dự án các công trình(?: xây dựng)?(?= (?:tỉnh|thành phố|thị xã|huyện))", "", "people"),
    form(
        r"(?:(?:ban quản lý|ban ql|bql)(?: các)? dự án|ban qlda|bqlda)(?: đầu tư)?(?: xây dựng)?(?: các)? (?:công trình )?"
        r"(?:giao thông và nông nghiệp|giao thông|"
        r"nông nghiệp(?: và phát triển nông thôn)?|"
        r"dân dụng(?: và công nghiệp)?|thủy lợi|hạ tầng(?: kỹ thuật)?|khu vực (?:số )?\d+)(?: (?:tỉnh|thành phố|huyện))?",
        "",
        "people",
    ),
    form(
        r"(?:ban quản lý|ban ql|bql)(?: các)?(?: dự án| da)(?: (?:đầu tư|đt|đtxd))?(?: và)?(?: ?(?:xây dựng|xd))?(?: cơ bản| công trình)?"
        r"|(?:ban quản lý|ban ql|bql) (?:dự án )?(?:đầu tư|đt)(?: và)? ?(?:xây dựng|xd)|"
        r"(?:ban |bql ?)(?:qlda|da)(?: ?đtxd| đầu tư(?: xây dựng)?)?"
        r"|(?:ban quản lý|ban ql|bql)(?: dự án| da)? đtxd",
        "Ban Quản lý dự án đầu tư xây dựng",
        "drop",
    ),
    form(r"(?:bộ chỉ huy|bộ ch|bch) (?:quân sự|qs)(?= tỉnh| thành)|bộ chỉ huy quân sự|bộ chqs", "Bộ Chỉ huy Quân sự"),
    form(r"(?:bộ chỉ huy|bch) (?:bộ đội biên phòng|bđbp)|bộ đội biên phòng|bđbp", "Bộ Chỉ huy Bộ đội Biên phòng"),
    form(r"ban (?:chỉ huy|ch) (?:quân sự|qs)|bch (?:quân sự|qs)|ban chqs|bchqs", "Ban Chỉ huy Quân sự"),
    form(r"đồn biên phòng", "Đồn Biên phòng", "run"),
    form(r"công an|ca(?= (?:huyện|tỉnh|xã|phường|thị trấn|thành phố))", "Công an"),
    form(r"(?:cơ quan )?(?:bảo hiểm xã hội|bảo hiểm xh|bhxh)", "Bảo hiểm xã hội"),
    form(r"kho bạc(?: nhà nước)?|kbnn", "Kho bạc Nhà nước", "run"),
    form(r"chi cục thống kê", "Chi cục Thống kê", "run"),
    form(r"(?:trung tâm|tt) ?(?:dịch vụ nông nghiệp|dvnn)", "Trung tâm Dịch vụ nông nghiệp", "keep"),
    form(r"nhcsxh", "Ngân hàng Chính sách xã hội"),
    form(r"phòng giao dịch (?:ngân hàng|nh) (?:chính sách xã hội|csxh)|phòng giao dịch nhcsxh|pgd nhcsxh",
        "Phòng giao dịch Ngân hàng Chính sách xã hội"),
    form(r"(?:ngân hàng|nh) (?:chính sách xã hội|csxh)", "Ngân hàng Chính sách xã hội"),
    form(r"ngân hàng", "", "run"),
    form(r"thuế (?:tỉnh|thành phố)", "", "people"),
    form(r"thanh tra (?:sở|bộ)", "", "people"),
    form(r"thanh tra(?! (?:việc|công tác|toàn diện|đột xuất|trách nhiệm|chuyên đề|đối với|các|\d))", "Thanh tra"),
    form(
        r"(?:văn phòng thường trực |cơ quan thường trực |thường trực )?(?:ban chỉ huy|bch) (?:phòng,? chống thiên tai|pctt)"
        r"(?:(?:,| và| ?&| -)? ?(?:tìm kiếm cứu nạn|tkcn)|(?:,| và)? phòng thủ dân sự)*(?: (?:tỉnh|huyện|xã|phường|thành phố|thị xã))?",
        "",
        "people",
    ),
    form(r"(?:ban chỉ huy|bch) phòng thủ dân sự(?: (?:tỉnh|huyện|xã|phường|thành phố|thị xã))?", "", "people"),
    form(r"liên minh (?:hợp tác xã|htx)", "Liên minh Hợp tác xã"),
    form(r"báo và (?:đài )?(?:phát thanh|pt)\s*(?:,|và|-)?\s*(?:truyền hình|th)(?: tỉnh)?", "", "place"),
    form(r"bảo tàng", "Bảo tàng", "drop"),
    form(r"thư viện", "Thư viện", "drop"),
    form(r"ban tự quản(?: (?:các )?(?:thôn|buôn|làng|khu phố|tổ dân phố)(?:\s*,\s*(?:thôn|buôn|làng))*)?", "", "people"),
    form(r"ban cán sự(?: (?:các )?(?:thôn|bản|xóm|ấp|buôn|làng|khu|khu phố|tổ dân phố))?", "", "people"),
    form(
        r"ban công tác mặt trận(?: (?:các )?(?:khu dân cư|thôn|bản|xóm|ấp|khối|khu phố|tổ dân phố)"
        r"(?:, (?:thôn|bản|xóm|ấp|khối|tổ dân phố))*)?",
        "",
        "people",
    ),
    form(
        r"văn phòng cơ quan (?:ủy ban |ub)?(?:mttq|mặt trận tổ quốc)(?: việt nam)?(?: (?:tỉnh|huyện|thành phố|thị xã|xã|phường))?",
        "",
        "people",
    ),
    form(r"ban vận động (?:quỹ )?[“\"]?vì người nghèo[”\"]?", "Ban Vận động Quỹ Vì người nghèo"),
    form(r"văn phòng(?=, (?:ủy ban kiểm tra|ban (?:tổ chức|tuyên giáo|dân vận|nội chính|xây dựng đảng)))", "Văn phòng", "party"),
    form(r"ban tổ chức", "Ban Tổ chức", "party"),
    form(r"ban tuyên giáo(?: và| -) nữ công", "", "people"),
    form(r"ban tuyên giáo(?: và| -)? dân vận", "Ban Tuyên giáo và Dân vận", "party"),
    form(r"ban xây dựng đảng", "Ban Xây dựng Đảng", "party"),
    form(r"ban tuyên giáo", "Ban Tuyên giáo", "party"),
    form(r"ban dân vận", "Ban Dân vận", "party"),
    form(r"ban nội chính", "Ban Nội chính", "party"),
    form(r"cơ quan (?:ủy ban|ub) kiểm tra|cơ quan ubkt", "Cơ quan Ủy ban Kiểm tra", "party"),
    form(r"(?:ủy ban|ub) kiểm tra|ubkt", "Ủy ban Kiểm tra", "party"),
    form(r"trung tâm chính trị", "Trung tâm Chính trị"),
    form(r"trung tâm hành chính công", "Trung tâm Hành chính công", "drop"),
    form(
        r"(?:trung tâm|tt) (?:phục vụ )?(?:hành chính công|hcc)|(?:trung tâm|tt) pvhcc",
        "Trung tâm Phục vụ hành chính công",
        "drop",
    ),
    form(r"trung tâm (?:phát triển|pt) quỹ đất|trung tâm ptqđ", "Trung tâm Phát triển quỹ đất", "drop"),
    form(
        r"hội đồng (?:bồi thường|bt)(?:,? hỗ trợ)?(?:(?:,|,? và|) (?:tái định cư|tđc|gpmb|giải phóng mặt bằng))?",
        "Hội đồng bồi thường, hỗ trợ và tái định cư",
        "drop",
    ),
    form(r"(?:(?:trung tâm|tt) y tế|ttyt) dự phòng|ttytdp", "Trung tâm Y tế dự phòng", "drop"),
    form(r"(?:trung tâm|tt) y tế|ttyt", "Trung tâm Y tế", "drop"),
    form(
        r"(?:ban thường trực )?(?:ủy ban|ub)?\s?(?:mặt trận tổ quốc|mttq)\s?(?:việt nam|vn)?|ubmttq\s?(?:vn|việt nam)?|"
        r"(?:ủy ban|ub) mtqg (?:việt nam|vn)",
        "Ủy ban MTTQ",
    ),
    form(r"(?:hội nông dân|hội nd)(?: việt nam)?", "Hội Nông dân"),
    form(r"(?:hội (?:liên hiệp|lh) ?(?:phụ nữ|pn)|hội (?:phụ nữ|lhpn))(?: việt nam)?", "Hội Liên hiệp Phụ nữ"),
    form(r"hội (?:cựu chiến binh|ccb)(?: việt nam)?", "Hội Cựu chiến binh"),
    form(r"hội (?:chữ thập đỏ|ctđ)(?: việt nam)?", "Hội Chữ thập đỏ"),
    form(r"(?:ban thường vụ )?huyện đoàn", "Huyện đoàn", "drop"),
    form(r"(?:ban thường vụ )?tỉnh đoàn", "Tỉnh đoàn", "drop"),
    form(r"thành đoàn", "Thành đoàn", "drop"),
    form(
        r"đoàn (?:thanh niên cộng sản|tn cộng sản|tncs|tn cs)(?: ?hcm| hồ chí minh)?|đoàn (?:tn|thanh niên) cshcm",
        "Đoàn TNCS Hồ Chí Minh",
    ),
    form(r"đoàn (?:thanh niên|tn)|đtn", "Đoàn Thanh niên"),
    form(r"(?:liên đoàn lao động|lđlđ)(?: việt nam)?", "Liên đoàn Lao động"),
    form(r"(?:thường trực|tt\.?) ?(?:hđnd|hội đồng nhân dân)", "Thường trực HĐND"),
    form(_COUNCIL, "HĐND"),
    form(
        r"(?:ban )?thường (?:trực|vụ)(?: các)? đảng ủy(?: các)? (?:xã|phường|thị trấn)(?:\s*,\s*(?:xã|phường|thị trấn))*(?! [A-ZĐ])",
        "",
        "people",
    ),
    form(r"đảng ủy(?! viên)", "Đảng ủy"),
    form(
        r"văn phòng(?= (?:tổng hợp|theo dõi|đôn đốc|tham mưu|có trách nhiệm|chủ trì|trình|báo cáo|chuẩn bị|bố trí))", "Văn phòng", "people"
    ),
    form(r"(?:tòa án nhân dân|tand|tòa án)", "Tòa án nhân dân"),
    form(r"(?:viện kiểm sát nhân dân|vksnd|viện kiểm sát)", "Viện kiểm sát nhân dân"),
    form(r"hạt kiểm lâm", "Hạt Kiểm lâm", "run"),
    form(r"điện lực", "Điện lực", "run"),
    form(r"công ty điện lực|pc(?= tỉnh| huyện)", "Công ty Điện lực", "run"),
    form(r"bưu điện", "Bưu điện"),
    form(r"đài (?:phát thanh|pt)\s?(?:và|-|&)\s?(?:truyền hình|th)", "Đài Phát thanh và Truyền hình"),
    form(r"đài truyền thanh(?: cơ sở)?(?! (?:-|và|&|của))(?!,)", "Đài Truyền thanh"),
    form(r"trạm y tế", "Trạm Y tế"),
    form(r"vnpt", "VNPT", "run"),
    form(r"viettel", "Viettel", "run"),
    form(r"mobifone", "MobiFone", "run"),
    form(r"xí nghiệp (?:khai thác công trình thủy lợi|ktcttl)", "Xí nghiệp Khai thác công trình thủy lợi", "run"),
    form(r"công ty (?:khai thác công trình thủy lợi|ktcttl)", "Công ty Khai thác công trình thủy lợi", "run"),
    form(r"tổ trưởng (?:các )?(?:tổ dân phố|tổ nhân dân)(?: \d+(?:\s*,\s*\d+)*(?: và \d+)?)?", "", "people"),
    form(r"(?:các )?trưởng các (?:đoàn|tổ|tiểu ban|khoa)(?: (?:kiểm tra|giám sát|công tác))?", "", "people"),
    form(r"(?:các )?trưởng (?:các )?"
        r"(?:khu vực|thôn|bản|xóm|ấp|khóm|buôn|làng|khu dân cư|khu phố|tổ dân phố)(?:, (?:thôn|bản|xóm|ấp|buôn|làng|khu phố|tổ dân phố))*"
        r"(?: \d+(?:\s*,\s*\d+)*(?: và \d+)?)?|(?:thôn|"
        r"bản|xóm|ấp|khóm|khu) trưởng(?: (?:các )?(?:thôn|bản|xóm|ấp|khóm|khu))?", "", "people"),
    form(r"công chức", "", "run"),
    form(
        r"(?:tổ|đoàn|đội) (?:kiểm tra|giám sát|thẩm tra|thẩm định|khảo sát|công tác|xử lý)(?: liên ngành)?"
        r"(?: (?:cchc|pccc|attp|atvstp|nông thôn mới|ntm|cải cách hành chính|an toàn thực phẩm)(?: của)?)?"
        r"(?: (?:cấp )?(?:tỉnh|huyện|thành phố|thị xã|xã|phường))?|(?:tổ|đoàn|đội) liên ngành",
        "",
        "people",
    ),
    form(r"tổ công nghệ số cộng đồng", "Tổ công nghệ số cộng đồng"),
    form(
        r"(?:ban chỉ đạo|bcđ|bcd) (?:chuyển đổi số|giảm nghèo|cải cách hành chính|phòng,? chống \w+ \w+|35|389)(?: (?:tỉnh|"
        r"huyện|xã|phường))?",
        "",
        "people",
    ),
    form(
        rf"(?:ban chỉ đạo|bcđ|bcd){_PROGRAMME}(?: ?(?:xây dựng|xd) ?{_NTM})?",
        "Ban Chỉ đạo các Chương trình mục tiêu quốc gia",
    ),
    form(rf"(?:ban chỉ đạo|bcđ|bcd)(?: ?(?:xây dựng|xd))? {_NTM}", "Ban Chỉ đạo nông thôn mới"),
    form(r"(?:ban chỉ đạo|bcđ|bcd)", "Ban Chỉ đạo"),
    form(r"(?:ban quản lý|bql) rừng (?:phòng hộ|đặc dụng)", "", "place"),
    form(r"ban quản lý(?: các)?|ban phát triển|ban giám sát|ban giám hiệu|ban chấp hành", "", "run"),
    form(
        r"ban (?:dân tộc|tiếp công dân|an toàn giao thông|pháp chế|kinh tế(?: - (?:xã hội|ngân sách))?|văn hóa(?: - xã hội)?|đô thị)"
        r"(?: hđnd)?(?: (?:tỉnh|huyện|xã|phường|thành phố))?",
        "",
        "people",
    ),
    form(r"(?:trung tâm|chi nhánh|chi cục|cục|hạt|trạm|đội|"
          r"(?:tổng )?công ty(?: (?:cổ phần|cp|tnhh|trách nhiệm hữu hạn|lâm nghiệp|xây dựng))*(?: (?:mtv|một thành viên))?|"
          r"xí nghiệp|hợp tác xã|htx|nhà máy(?: thủy điện| nước(?: sạch)?| điện)?|bệnh viện|viện|học viện|hiệp hội|"
          r"liên minh|hội đồng|hội(?! số)|báo|đài|tập đoàn|viễn thông(?= [a-zđ])|nhà hát|"
          r"vườn quốc gia|tổ công tác|công đoàn|"
          r"thuế(?! (?:gtgt|tncn|tndn|sdđ\w*|ttđb|xnk|tài nguyên|sử dụng|môn bài|khoán|giá trị|thu nhập|"
          r"tiêu thụ|đất|nhà thầu))|trường|quỹ|tổng cục)", "", "run"),
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
    r"bộ trưởng(?: kiêm chủ nhiệm)?|thống đốc|tổng(?= (?:thanh tra|kiểm toán))|tổng cục trưởng|vụ trưởng|"
    r"tư lệnh|chính ủy|đội trưởng|trạm trưởng|"
    r"chánh(?= (?:văn phòng|thanh tra))|chủ tịch|phó chủ tịch|chỉ huy trưởng|hiệu trưởng|bí thư|cục trưởng|chi cục trưởng|người đứng đầu|"
    r"lãnh đạo|chủ nhiệm|tổng biên tập|viện trưởng|chánh án|trưởng ban|tập thể lãnh đạo|"
    r"liên danh(?: nhà thầu)?|đại diện(?: lãnh đạo)?|lực lượng(?= (?:công an|quân sự|biên phòng|kiểm lâm)))\s+(?:cơ quan\s+)?".replace(
        " ", r"\s+"
    )
)
"""A head named in place of the office: "Giám đốc Sở Y tế", "Chủ tịch UBND xã"."""
