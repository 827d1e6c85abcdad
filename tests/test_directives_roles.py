"""Who leads and who helps in one clause."""

import pytest

from directives.cast import Cast
from directives.roles import read_roles

CAST = Cast(issuer="UBND tỉnh Long Giang", level="tỉnh")


@pytest.mark.parametrize(
    ("clause", "lead", "support"),
    [
        ("Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh, Sở Tài chính kiểm tra", ["Sở Y tế"], ["Công an tỉnh", "Sở Tài chính"]),
        ("UBND tỉnh yêu cầu Sở Nội vụ rà soát", ["Sở Nội vụ"], []),
        ("Sở Nội vụ có trách nhiệm tổng hợp", ["Sở Nội vụ"], []),
        ("Đối với nguồn vốn phân bổ cho các xã, UBND các xã chủ động lựa chọn", ["UBND các xã"], []),
        ("Giao Sở Xây dựng chủ trì, Sở Tài chính phối hợp tham mưu", ["Sở Xây dựng"], ["Sở Tài chính"]),
        ("Tổ chức hội chợ (Sở Công Thương chủ trì, phối hợp với Sở Du lịch)", ["Sở Công Thương"], ["Sở Du lịch"]),
        ("Phối hợp, hỗ trợ UBND xã Minh An phát triển sản xuất", [], ["UBND xã Minh An"]),
        ("hoàn thiện hồ sơ đề nghị UBND tỉnh thẩm định", [], []),
        ("tham mưu UBND tỉnh giao Sở Xây dựng làm chủ đầu tư", [], []),
    ],
)
def test_roles(clause: str, lead: list[str], support: list[str]) -> None:
    """Lead and support follow from the words around the units."""
    roles = read_roles(clause, CAST, inside=False)
    assert (list(roles.lead), list(roles.support)) == (lead, support)


def test_general_groups_point_back() -> None:
    """Under a heading that names the unit, "các cơ quan, đơn vị" means those of the heading."""
    assert read_roles("Các cơ quan, đơn vị chủ động phối hợp", CAST, inside=True).lead == ()
    assert read_roles("Các cơ quan, đơn vị chủ động phối hợp", CAST, inside=False).lead == ("Các cơ quan, đơn vị",)


def test_directing_others_is_own_work() -> None:
    """Under a heading "chỉ đạo các thôn" is the heading's work; without one it tells the others."""
    assert read_roles("Chỉ đạo Phòng Nội vụ rà soát", CAST, inside=True).lead == ()
    assert read_roles("Chỉ đạo Phòng Nội vụ rà soát", CAST, inside=False).lead == ("Phòng Nội vụ",)


def test_report_goes_through() -> None:
    """A report "về UBND tỉnh (qua Sở Nội vụ)" goes to Sở Nội vụ."""
    assert read_roles("báo cáo về UBND tỉnh (qua Sở Nội vụ)", CAST, inside=True).report_to == "Sở Nội vụ"


@pytest.mark.parametrize(
    ("clause", "lead", "support"),
    [
        ("Giao Bến xe khách Phía Đông bố trí thêm xe", ["Bến xe khách Phía Đông"], []),
        ("Yêu cầu Cảng vụ Đường thủy nội địa Khu vực II kiểm tra các bến", ["Cảng vụ Đường thủy nội địa Khu vực II"], []),
        ("giao bộ phận Một cửa niêm yết thủ tục", ["Bộ phận Một cửa"], []),
        ("Cảng vụ Hàng hải Long Giang chủ trì kiểm tra", ["Cảng vụ Hàng hải Long Giang"], []),
        ("Hội thi do Câu lạc bộ Hưu trí chủ trì", ["Câu lạc bộ Hưu trí"], []),
        ("Giao Phòng Y tế và Nhà Thiếu nhi huyện tổ chức ngày hội", ["Phòng Y tế", "Nhà Thiếu nhi huyện"], []),
        ("Giao Sở Y tế phối hợp với Lâm trường Bản Mây phun thuốc", ["Sở Y tế"], ["Lâm trường Bản Mây"]),
        ("Cảng vụ Hàng hải Long Giang hướng dẫn tàu neo đậu", ["Cảng vụ Hàng hải Long Giang"], []),
        ("Bộ phận Kế toán lập dự toán", ["Bộ phận Kế toán"], []),
        ("Giao dự toán kinh phí cho các xã", [], []),
        ("Giao Dự án Hồ Bản Mây hoàn thành", [], []),
        ("Yêu cầu khắc phục ngay tồn tại", [], []),
        ("Yêu cầu nhà thầu khắc phục ngay", [], []),
        ("Công tác tuyên truyền chủ động triển khai", [], []),
    ],
)
def test_offices_in_no_known_form(clause: str, lead: list[str], support: list[str]) -> None:
    """Where only an office can stand, one whose name no rule knows is read as it is printed; work and things are none."""
    roles = read_roles(clause, CAST, inside=False)
    assert (list(roles.lead), list(roles.support)) == (lead, support)


def test_own_people_are_own_work() -> None:
    """Under a heading "phân công cán bộ …" is the work of those whom the heading names."""
    assert read_roles("Phân công cán bộ phụ trách địa bàn rà soát hộ nghèo", CAST, inside=True).lead == ()


@pytest.mark.parametrize(
    ("clause", "lead", "support"),
    [
        ("Sở Xây dựng yêu cầu các chủ đầu tư dừng thi công", ["Sở Xây dựng"], []),
        ("Ban Chỉ đạo yêu cầu Sở Y tế dừng cấp phép", ["Sở Y tế"], []),
        ("Sở Y tế cùng Công an tỉnh kiểm tra bếp ăn", ["Sở Y tế"], ["Công an tỉnh"]),
        ("Cùng Sở Y tế và Công an tỉnh kiểm tra bếp ăn", [], ["Sở Y tế", "Công an tỉnh"]),
        ("Số hóa hồ sơ xong trong tháng 9 (Sở Y tế, Sở Nội vụ phối hợp cung cấp hồ sơ)", [], ["Sở Y tế", "Sở Nội vụ"]),
        ("Đánh giá, phân hạng: Sở Công Thương chấm điểm", ["Sở Công Thương"], []),
        ("Đơn khiếu nại về đất do Thanh tra tỉnh thụ lý", ["Thanh tra tỉnh"], []),
        ("Đồng chí Chánh Văn phòng trực tiếp chỉ đạo", ["Đồng chí Chánh Văn phòng"], []),
        ("Các đồng chí Tỉnh ủy viên phụ trách xã dự sinh hoạt", ["Các đồng chí Tỉnh ủy viên phụ trách xã"], []),
        ("Riêng huyện Cam Sơn, huyện Đông Lĩnh: UBND huyện đưa dân vào bờ", ["UBND huyện Cam Sơn", "UBND huyện Đông Lĩnh"], []),
        ("Liên danh Công ty TNHH An Phú và Công ty TNHH Hoàng Long: xây phần thô", ["Công ty TNHH An Phú", "Công ty TNHH Hoàng Long"], []),
        ("Việc chỉnh lý do Chi nhánh Văn phòng Đăng ký đất đai đảm nhiệm", ["Chi nhánh Văn phòng Đăng ký đất đai"], []),
        ("Hồ sơ phải được Sở Tư pháp kiểm tra, xác nhận", ["Sở Tư pháp"], []),
        ("Danh sách hộ nghèo được giao cho Sở Xây dựng thẩm định", ["Sở Xây dựng"], []),
        ("Công tác nhân sự khóa mới giao Tiểu ban Nhân sự chuẩn bị", ["Tiểu ban Nhân sự"], []),
        ("Ngày 05 hằng tháng gửi danh sách đến Hội Nông dân huyện, Hội Cựu chiến binh huyện để cùng đôn đốc", [], []),
        ("Kể từ ngày 03/6/2024, Sở Y tế gửi báo cáo", ["Sở Y tế"], []),
        ("Sau vận động, hộ nào không chấp hành thì Sở Xây dựng hoàn thiện hồ sơ", ["Sở Xây dựng"], []),
        ("Các trưởng khu vực phát thẻ cử tri", ["Các trưởng khu vực"], []),
        ("Hóa chất do Khoa Dược - Trang thiết bị - Vật tư y tế chuẩn bị", ["Khoa Dược - Trang thiết bị - Vật tư y tế"], []),
        ("Đối với 05 trường (A, B), bộ phận Tổ chức cán bộ Sở Y tế tham mưu", ["Bộ phận Tổ chức cán bộ Sở Y tế"], []),
        ("Về giao thông: toàn bộ còn 6 km đường, trong đó UBND xã Sơn Hóa làm xong 1,5 km", ["UBND xã Sơn Hóa"], []),
        ("Riêng 2 km ở thôn Hạ, UBND xã Thuận Hóa được kéo dài", ["UBND xã Thuận Hóa"], []),
        ("Trên cơ sở đó, Sở Tài chính cân đối nguồn", ["Sở Tài chính"], []),
        ("Tổ kiểm tra liên ngành rà soát ít nhất 15 trường", ["Tổ kiểm tra liên ngành"], []),
        ("Trung tâm Y tế huyện phối hợp chặt chẽ với UBND xã Minh An chi trả", ["Trung tâm Y tế"], ["UBND xã Minh An"]),
        ("Thanh tra việc mua bán nhà ở tại 06 dự án", [], []),
        ("Hai phường Bình Sơn, Đập Mới phải cử cán bộ", ["UBND phường Bình Sơn", "UBND phường Đập Mới"], []),
        ("UBND các huyện, thành phố Cà Mau rà soát", ["UBND các huyện, thành phố Cà Mau"], []),
        ("UBND các xã, phường ven biển rà soát", ["UBND các xã, phường ven biển"], []),
        ("Các doanh nghiệp vận tải khách tuyến cố định lập kế hoạch", ["Các doanh nghiệp vận tải khách tuyến cố định"], []),
        (
            "Giao Trung tâm Y tế các huyện Cam Sơn, Đông Lĩnh lấy mẫu",
            ["Trung tâm Y tế huyện Cam Sơn", "Trung tâm Y tế huyện Đông Lĩnh"],
            [],
        ),
    ],
)
def test_who_acts_and_who_helps(clause: str, lead: list[str], support: list[str]) -> None:
    """Whoever stands above the issuer or is it gives orders; who acts and who only helps follows from the words between them."""
    roles = read_roles(clause, CAST, inside=False)
    assert (list(roles.lead), list(roles.support)) == (lead, support)
