"""Offices whose name goes on in small letters or behind a word that elsewhere is a verb, and offices of the State's centre."""

from directives.units_form import Form, form

_VILLAGES = r"(?:thôn|bản|xóm|ấp|khóm|buôn|làng|khu phố|khu vực|khu dân cư|tổ dân phố|khối phố)"
_MORE_VILLAGES = rf"{_VILLAGES}(?:(?:,| và)? {_VILLAGES})*"
_LEVEL = r"(?: (?:cấp )?(?:tỉnh|huyện|quận|thành phố|thị xã|xã|phường|thị trấn))?"
_FIELD = (
    r"(?:tuyên truyền|khánh tiết|nghi lễ|vệ sinh(?: môi trường)?|giao thông|trật tự|trang trí|đón tiếp|"
    r"hậu cần|nội dung|lễ tân|nhân sự|văn kiện|tài chính|y tế|an ninh(?:,? trật tự)?|cơ sở vật chất|"
    r"phục vụ|tổ chức|chuyên môn|kỹ thuật)"
)
_BANKS = ("Agribank", "BIDV", "VietinBank", "Vietcombank", "LPBank", "Co-opBank", "Sacombank")

NAMED: tuple[Form, ...] = (
    form(r"thanh tra chính phủ|thông tấn xã việt nam|ban cơ yếu chính phủ|đài (?:truyền hình|tiếng nói) việt nam", "", "people"),
    form(r"văn phòng (?:chính phủ|chủ tịch nước|quốc hội|trung ương đảng|bộ)|kiểm toán nhà nước(?: khu vực (?:[ivx]+|\d+))?", "", "people"),
    form(r"ủy ban (?:dân tộc|quản lý vốn nhà nước tại doanh nghiệp|chứng khoán nhà nước|an toàn giao thông quốc gia)", "", "people"),
    form(r"văn phòng đăng ký đất đai và phát triển quỹ đất", "Văn phòng Đăng ký đất đai và Phát triển quỹ đất", "drop"),
    form(r"(?:chi ủy|đảng ủy) cơ sở(?:, (?:chi ủy|đảng ủy) cơ sở)?|(?:các )?đảng ủy, chi ủy cơ sở", "", "people"),
    form(r"(?:văn phòng|thanh tra) ban(?! (?:chỉ|quản|tổ|dân|tuyên|nội|an|thường|chấp|hành|điều|tiếp|pháp|cán|bí|giám))", "", "people"),
    form(rf"ủy ban bầu cử{_LEVEL}", "", "people"),
    form(r"(?:đội|tổ) thuế(?: liên (?:xã|phường|thị trấn)(?:,? (?:xã|phường|thị trấn))*)?(?: (?:khu vực )?số \d+)?", "", "people"),
    form(r"thuế (?:cơ sở|khu vực) (?:\d+|[ivx]+)", "", "place"),
    form(rf"(?:cục |chi cục )?thi hành án dân sự{_LEVEL}", "", "people", capital=True),
    form(r"thống kê(?= (?:tỉnh|thành phố|cơ sở|khu vực|huyện|xã))", "", "place", capital=True),
    form(r"ban quản lý dự án và phát triển quỹ đất", "Ban Quản lý dự án và Phát triển quỹ đất", "drop"),
    form(r"(?:ban quản lý|ban ql|bql)(?: các)? (?:xây dựng|xd) (?:nông thôn mới|ntm)", "", "place"),
    form(rf"(?:đội|tổ) (?:kiểm tra )?(?:quy tắc|(?:quản lý )?trật tự)(?:(?:,| và| -)? (?:xây dựng|đô thị|môi trường)){{1,3}}{_LEVEL}", "",
         "people"),
    form(rf"tiểu ban {_FIELD}(?:(?:,| và| -) {_FIELD})*(?!,| và| -)", "", "people"),
    form(
        r"(?:ban quản lý|ban ql|bql|ban qlda|bqlda)(?: dự án| da)? ?(?:đầu tư|đt)? ?(?:xây dựng|xd)? ?(?:và|-|&) phát triển quỹ đất",
        "Ban Quản lý dự án đầu tư xây dựng và Phát triển quỹ đất",
        "drop",
    ),
    form(r"ban quản lý (?:dự án )?đầu tư xây dựng và phát triển (?:đô thị|hạ tầng)", "", "people"),
    form(r"khoa(?! (?:học|giáo))|bộ môn|tiểu ban", "", "run", capital=True),
    form(rf"ban (?:bảo vệ,? chăm sóc sức khỏe cán bộ|tôn giáo|thi đua,?(?: -| và)? khen thưởng){_LEVEL}", "", "people"),
    form(rf"ban (?:nhân dân|điều hành|bảo vệ|lãnh đạo|mặt trận)(?: các)? {_MORE_VILLAGES}", "", "people"),
    form(r"ban (?:biên tập|quản trị|điều hành|soạn thảo|liên lạc)", "", "words", capital=True),
    form(
        r"(?:ban chỉ đạo|bcđ|bcd)(?: thực hiện)? (?:phong trào|quy chế dân chủ|đề án|dự án|cuộc vận động|công tác|an toàn thực phẩm|"
        r"vệ sinh an toàn|bảo vệ rừng|quản lý|phát triển|thi hành|chương trình phát triển|tổng điều tra|điều tra|sắp xếp|đổi mới)",
        "",
        "words",
    ),
    form(rf"(?:bí thư|trưởng)(?: các)? chi bộ(?:,| và| kiêm)?(?: các)? trưởng(?: các)? {_VILLAGES}(?: các {_VILLAGES})?", "", "people"),
    form(
        r"(?:công đoàn cơ sở|cđcs)(?: (?:khối (?:doanh nghiệp|cơ quan|trường học|sự nghiệp)|doanh nghiệp|trường học|"
        r"các (?:doanh nghiệp|trường học|cơ quan)|"
        r"trực thuộc))?", "", "people"
    ),
    form(rf"(?:ban chỉ đạo|bcđ) rà soát(?: hộ nghèo)?{_LEVEL}", "", "people"),
    form(
        r"(?:các |\d{1,2} )?tổ (?:rà soát|thu thập|vận động|làm sạch|cập nhật|số hóa|xung kích|truyền thông)"
        r"(?: (?:dữ liệu|thông tin|tài liệu))?"
        r"(?: (?:các )?(?:thôn|ấp|bản|xóm|khu phố))?", "", "people"
    ),
    form(r"(?:các )?đơn vị dự toán(?: cấp (?:i{1,3}|[123]))?", "", "people"),
    form(rf"(?:chi bộ|chi ủy|chi đoàn|chi hội(?: \w+ \w+)?) các {_MORE_VILLAGES}", "", "people"),
    form(
        r"bộ phận (?:tiếp nhận và trả kết quả|một cửa)"
        r"(?: (?:cấp |của )?(?:ubnd )?(?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường|thị trấn|đặc khu))?",
        "", "people"
    ),
    form(r"khối trưởng(?: (?:các )?khối thi đua)?|trưởng các khối thi đua", "", "people"),
    form(r"(?:cán bộ|công chức) phụ trách|cán bộ (?:địa chính|thú y|văn hóa|tư pháp|thủy lợi|khuyến nông|nông nghiệp|chính sách|dân số|"
         r"kế toán|thống kê|hộ tịch|môi trường|giảm nghèo|truyền thanh|đài)", "", "words", capital=True),
    form(rf"công đoàn (?:các khu (?:công nghiệp|kinh tế)|viên chức|ngành \w+(?: \w+)?){_LEVEL}", "", "people"),
    form(r"cấp ủy(?: đảng)?(?:,? tổ chức đảng)? (?:các cấp|cơ sở|trực thuộc|(?:các )?(?:chi bộ|đảng bộ|chi, đảng bộ)"
         r"(?:,? (?:và )?(?:chi bộ|đảng bộ))*(?: cơ sở| trực thuộc)?)", "", "people"),
    form(
        r"hội đồng (?:thẩm định|phối hợp phổ biến,? giáo dục pháp luật|nghĩa vụ quân sự|định giá|xét|tuyển dụng|quản lý|khoa học|bầu cử|"
        r"đăng ký|tư vấn|kiểm kê|thanh lý|nghiệm thu|kỷ luật|sáng kiến|đánh giá|giám sát|chấm|thi đua|trường)",
        "",
        "words",
        capital=True,
    ),
    form(r"(?:hợp tác xã|htx) (?:dịch vụ|nông nghiệp|sản xuất)", "", "words", capital=True),
    form(
        rf"liên hiệp (?:các )?(?:hội|tổ chức) (?:khoa học(?: và| -)? kỹ thuật|hữu nghị|văn học(?:,| -)? nghệ thuật){_LEVEL}", "", "people"
    ),
    form(
        r"(?:đảng bộ|đảng ủy) (?:các cơ quan(?: đảng)?|khối(?: các)? cơ quan(?: và doanh nghiệp)?|quân sự|công an|ubnd|"
        rf"ủy ban nhân dân){_LEVEL}",
        "",
        "people",
    ),
    form(rf"tổ công tác (?:đề án )?(?:số )?\d{{1,4}}{_LEVEL}|tổ công tác (?:triển khai |thực hiện )?đề án \d+{_LEVEL}", "", "people"),
    form(rf"ban cán sự đảng(?: (?:ubnd|ủy ban nhân dân|tòa án nhân dân|viện kiểm sát nhân dân))?{_LEVEL}", "", "people"),
    form(rf"đảng đoàn(?: (?:hđnd|hội đồng nhân dân|mttq|mặt trận tổ quốc|liên đoàn lao động))?{_LEVEL}", "", "people"),
    form(rf"tổ bảo vệ an ninh,? trật tự(?: ở)?(?: cơ sở)?{_LEVEL}", "", "people"),
    form(rf"(?:đoàn luật sư|đoàn (?:đại biểu quốc hội|đbqh)){_LEVEL}", "", "people"),
    form(r"phòng cảnh sát quản lý hành chính(?: về trật tự xã hội)?|phòng thi hành án dân sự khu vực (?:\d+|[ivx]+)", "", "people"),
    form(r"trưởng (?:thôn|bản|xóm|ấp|khóm|buôn|làng)(?= [^\W\d])(?! các)", "", "place", capital=True),
    form(r"(?:chủ đầu tư)(?: (?:các|những) (?:dự án|công trình))?", "", "people", capital=True),
    form(r"binh đoàn|quân đoàn|quân khu|sư đoàn|lữ đoàn|trung đoàn|tiểu đoàn|hải đội|hải đoàn|vùng cảnh sát biển|bộ tư lệnh", "", "run",
         capital=True),
    form(r"vụ(?! (?:đông|xuân|hè|thu|mùa|chiêm|việc|án|lúa|cháy|nổ))|khu quản lý đường bộ|tạp chí|"
         r"lâm trường|nông trường|cảng vụ", "", "run",
         capital=True),
    form(rf"(?:cổng thông tin điện tử|trang thông tin điện tử){_LEVEL}", "", "people", capital=True),
    form(r"bến xe|nhà văn hóa(?! (?:thôn|bản|xóm|ấp|khu|tổ|buôn|làng))|"
         r"nhà thiếu nhi|văn phòng đại diện|trạm bơm|chi bộ(?= (?:thôn|bản|xóm|ấp|khu|tổ|trường|cơ quan))", "", "words",
         capital=True),
    form(r"kiểm lâm địa bàn|kế toán ngân sách", "", "people", capital=True),
    *(form(bank.lower(), bank, "run") for bank in _BANKS),
)  # fmt: skip
