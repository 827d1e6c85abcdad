"""How units are named: spelling variants, abbreviations, lists, groups, at every level of government."""

import pytest

from directives.cast import Cast
from directives.model import Roster, UnitName
from directives.parse import parse_text
from directives.units import find_units
from directives.units_committees import communes_in


def named(text: str, **known: object) -> list[str]:
    cast = Cast(**known)  # type: ignore[arg-type]
    return [name for mention in find_units(text, cast) for name in mention.names]


@pytest.mark.parametrize(
    "printed",
    [
        "Phòng NN&PTNT",
        "phòng NN và PTNT",
        "Phòng Nông nghiệp&PTNT huyện",
        "phòng Nông nghiệp và phát triển nông thôn",
        "Phòng NN-PTNT",
        "Phòng NNPTNT",
    ],
)
def test_one_office_many_spellings(printed: str) -> None:
    """All spellings of an office are one unit."""
    assert named(f"{printed} rà soát") == ["Phòng Nông nghiệp và Phát triển nông thôn"]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Phòng KT&HT", "Phòng Kinh tế và Hạ tầng"),
        ("phòng Kinh tế HT", "Phòng Kinh tế và Hạ tầng"),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("Phòng LĐTB&XH", "Phòng Lao động - Thương binh và Xã hội"),
        ("Phòng Lao động, Thương binh, Xã hội - Dân tộc", "Phòng Lao động, Thương binh, Xã hội - Dân tộc"),
        ("Sở TN&MT", "Sở Tài nguyên và Môi trường"),
        ("Giám đốc Sở Y tế", "Sở Y tế"),
        ("Chủ tịch UBND các xã, phường", "UBND các xã, phường"),
        ("Uỷ ban Mặt trận Tổ quốc Việt Nam xã", "Ủy ban MTTQ xã"),
        ("UBMTTQ tỉnh", "Ủy ban MTTQ tỉnh"),
        ("Ban QLDA ĐTXD huyện", "Ban Quản lý dự án đầu tư xây dựng"),
        ("Ban Quản lý các dự án đầu tư xây dựng cơ bản huyện", "Ban Quản lý dự án đầu tư xây dựng"),
        ("Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh", "Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh"),
        ("Văn phòng HĐND&UBND huyện", "Văn phòng HĐND và UBND"),
        ("Văn phòng HĐND và UBND xã", "Văn phòng HĐND và UBND xã"),
        ("Ban CHQS xã", "Ban Chỉ huy Quân sự xã"),
        ("KBNN huyện", "Kho bạc Nhà nước huyện"),
        ("Ban Tuyên giáo HU", "Ban Tuyên giáo Huyện ủy"),
        ("Chi cục Trồng trọt và Bảo vệ thực vật", "Chi cục Trồng trọt và Bảo vệ thực vật"),
        ("Trung tâm Văn hóa, Thể thao và Truyền thông huyện", "Trung tâm Văn hóa, Thể thao và Truyền thông huyện"),
        ("Trưởng các thôn", "Trưởng các thôn"),
        ("Trung tâm Y tế thị xã", "Trung tâm Y tế thị xã"),
        ("Đài Phát thanh - Truyền hình Cà Mau", "Đài Phát thanh và Truyền hình Cà Mau"),
        ("Trung tâm Giải quyết thủ tục hành chính tỉnh", "Trung tâm Giải quyết thủ tục hành chính tỉnh"),
        ("Trung tâm Văn hóa, Thông tin, Thể thao và Du lịch huyện", "Trung tâm Văn hóa, Thông tin, Thể thao và Du lịch huyện"),
        ("Phòng Quản lý vận tải, phương tiện và người lái", "Phòng Quản lý vận tải, phương tiện và người lái"),
        ("Ban quản lý chợ Bến Mới", "Ban quản lý chợ Bến Mới"),
        ("Trung tâm Dịch vụ việc làm tỉnh", "Trung tâm Dịch vụ việc làm tỉnh"),
        ("Đội Quản lý trật tự xây dựng huyện", "Đội Quản lý trật tự xây dựng huyện"),
        ("Trung tâm Thông tin Xúc tiến Du lịch", "Trung tâm Thông tin Xúc tiến Du lịch"),
        ("Công ty TNHH MTV Thoát nước Hải Phòng", "Công ty TNHH MTV Thoát nước Hải Phòng"),
        ("Công an các xã, phường", "Công an các xã, phường"),
        ("Tổ dân phố số 3", "Tổ dân phố số 3"),
        ("Thường trực HĐND các cấp", "Thường trực HĐND các cấp"),
        ("Ban Quản lý dự án ĐTXD huyện", "Ban Quản lý dự án đầu tư xây dựng"),
        ("Ban Tuyên giáo - Nữ công", "Ban Tuyên giáo - Nữ công"),
        ("Công đoàn cơ sở trực thuộc", "Công đoàn cơ sở trực thuộc"),
        ("Tổ kiểm tra CCHC của xã", "Tổ kiểm tra CCHC của xã"),
        ("Xóm trưởng các xóm", "Xóm trưởng các xóm"),
        ("Kho bạc Nhà nước các huyện, thị xã", "Kho bạc Nhà nước các huyện, thị xã"),
        ("Ban Thường vụ Huyện ủy An Lộc", "Ban Thường vụ Huyện ủy An Lộc"),
        ("Trưởng các đoàn kiểm tra", "Trưởng các đoàn kiểm tra"),
        ("Ban Tuyên giáo - Chính sách - Luật pháp", "Ban Tuyên giáo - Chính sách - Luật pháp"),
        ("Ban Tổ chức - Kiểm tra", "Ban Tổ chức - Kiểm tra"),
        ("Phòng Kế hoạch - Nghiệp vụ", "Phòng Kế hoạch - Nghiệp vụ"),
        ("TTYT dự phòng tỉnh", "Trung tâm Y tế dự phòng"),
        ("Văn phòng Thường trực Ban Chỉ huy PCTT&TKCN tỉnh", "Văn phòng Thường trực Ban Chỉ huy PCTT&TKCN tỉnh"),
        ("Ban Quản lý chợ Ba Đồn", "Ban Quản lý chợ Ba Đồn"),
        ("Cơ quan Ủy ban Kiểm tra Huyện ủy", "Cơ quan Ủy ban Kiểm tra Huyện ủy"),
        ("TT Phục vụ hành chính công", "Trung tâm Phục vụ hành chính công"),
        ("Phòng Kế hoạch tổng hợp", "Phòng Kế hoạch tổng hợp"),
        ("Phòng Tài chính - Kế toán", "Phòng Tài chính - Kế toán"),
        ("Khoa Kiểm soát nhiễm khuẩn", "Khoa Kiểm soát nhiễm khuẩn"),
        ("Ban QLDA đầu tư xây dựng và Phát triển quỹ đất", "Ban Quản lý dự án đầu tư xây dựng và Phát triển quỹ đất"),
        ("UBND các xã, thị trấn hiện nay", "UBND các xã, thị trấn"),
    ],
)
def test_forms(printed: str, name: str) -> None:
    """An office of any level is called by its full name."""
    assert named(f"{printed} tham mưu, báo cáo.") == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("UBND các xã Minh An, Quyết Tâm và Cai Phong", ["UBND xã Minh An", "UBND xã Quyết Tâm", "UBND xã Cai Phong"]),
        ("UBND các huyện Cam Sơn, Đông Lĩnh và thị xã Trà Xuân", ["UBND huyện Cam Sơn", "UBND huyện Đông Lĩnh", "UBND thị xã Trà Xuân"]),
        ("04 xã: Sơn Hà, Tả Khao, Bản Mo và Trường Sơn", ["UBND xã Sơn Hà", "UBND xã Tả Khao", "UBND xã Bản Mo", "UBND xã Trường Sơn"]),
        ("LĐLĐ các huyện Cam Sơn và thành phố Trà Xuân", ["Liên đoàn Lao động huyện Cam Sơn", "Liên đoàn Lao động thành phố Trà Xuân"]),
        ("Phòng Nội vụ - Công an huyện", ["Phòng Nội vụ", "Công an huyện"]),
        ("các huyện Cam Sơn, Đông Lĩnh", ["UBND huyện Cam Sơn", "UBND huyện Đông Lĩnh"]),
        ("Các phòng chuyên môn, Trung tâm Y tế, các thôn", ["Các phòng chuyên môn", "Trung tâm Y tế", "Các thôn"]),
        ("các phòng Tài chính - KH, Tài nguyên - MT", ["Phòng Tài chính - Kế hoạch", "Phòng Tài nguyên và Môi trường"]),
        ("Thôn Đông, thôn Đoài", ["Thôn Đông", "Thôn Đoài"]),
        ("các phòng, ban liên quan và UBND xã Minh An", ["Các phòng, ban liên quan", "UBND xã Minh An"]),
        ("Các cơ quan thành viên Ban Chỉ đạo các Chương trình MTQG huyện", ["Các cơ quan thành viên Ban Chỉ đạo"]),
    ],
)
def test_lists(text: str, names: list[str]) -> None:
    """A list of units gives each of them; a group stays one."""
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "cơ sở y tế",
        "phòng, chống thiên tai",
        "báo cáo kết quả",
        "trường học đạt chuẩn",
        "đội ngũ cán bộ",
        "hội nghị tổng kết",
        "XÃ HỘI SỐ",
        "thuế GTGT",
    ],
)
def test_ordinary_words(text: str) -> None:
    """Words that look like the beginning of an office are none."""
    assert named(text) == []


def test_lone_commune() -> None:
    """In a letter about one commune "UBND xã" is that commune's."""
    assert named("UBND xã rà soát", commune="Minh An") == ["UBND xã Minh An"]


def test_party_and_state() -> None:
    """ "Cấp ủy, chính quyền xã" is the commune's party committee and its People's Committee."""
    assert named("cấp ủy, chính quyền xã", commune="Minh An") == ["Đảng ủy xã Minh An", "UBND xã Minh An"]


def test_misspelt_abbreviation() -> None:
    """An abbreviation with one wrong letter is read as the office that the letter names elsewhere, and remembered."""
    cast = Cast(sectors={"Văn hóa và Thông tin", "Kinh tế và Hạ tầng"})
    assert [mention.names for mention in find_units("Phòng VHHT", cast)] == [("Phòng Văn hóa và Thông tin",)]
    assert cast.misspelt == {"VHHT": "Phòng Văn hóa và Thông tin"}


def test_roster_group_does_not_swallow_a_list() -> None:
    """A roster's group "UBND các xã" does not hide the communes listed behind these words."""
    roster = Roster((UnitName("UBND các xã", "group"), UnitName("UBND xã Minh An", "xã", ("Minh An",))))
    assert named("UBND các xã Minh An, Cai Phong", roster=roster) == ["UBND xã Minh An", "UBND xã Cai Phong"]


def test_communes() -> None:
    """Communes are found in brackets and lists; a district's or town's name is none."""
    text = "tại 02 xã (Minh An, Cai Phong), thị xã Trà Xuân và huyện Cam Sơn"
    assert communes_in(text, Cast()) == ("Minh An", "Cai Phong")


def test_youth_union_by_two_names() -> None:
    """Its full name and its usual one are each kept as printed; a letter that uses both means one unit."""
    assert named("Đoàn TNCS Hồ Chí Minh xã, Đoàn Thanh niên xã") == ["Đoàn TNCS Hồ Chí Minh xã", "Đoàn Thanh niên xã"]
    body = "Đề nghị Đoàn TNCS Hồ Chí Minh xã trồng cây trước 1/3/2024.\n\nĐoàn Thanh niên xã dọn vệ sinh trước 1/4/2024."
    assert {task.lead for task in parse_text("a.txt", body).tasks} == {("Đoàn TNCS Hồ Chí Minh xã",)}


def test_town_says_nothing_to_the_roster() -> None:
    """ "Trung tâm Y tế thị xã" is the roster's "Trung tâm Y tế"."""
    assert named("Trung tâm Y tế thị xã rà soát", roster=Roster((UnitName("Trung tâm Y tế", "phòng"),))) == ["Trung tâm Y tế"]


def test_a_place_ends_a_name() -> None:
    """Behind two capitals in a row no common noun belongs to the name, whether it is known as a verb or not."""
    assert named("Công ty Cổ phần Bến xe An Long vá ổ gà") == ["Công ty Cổ phần Bến xe An Long"]


def test_a_division_that_begins_like_a_field() -> None:
    """ "Phòng Xây dựng nếp sống văn hóa và gia đình" is no Phòng Xây dựng; a verb behind the field ends the name."""
    assert named("Phòng Xây dựng nếp sống văn hóa và gia đình") == ["Phòng Xây dựng nếp sống văn hóa và gia đình"]
    assert named("Phòng Xây dựng lập kế hoạch và gia hạn") == ["Phòng Xây dựng"]


def test_places_are_called_what_the_letter_calls_them() -> None:
    """ "UBND các địa phương A, B" are the districts that the letter names so elsewhere; "các phường, xã: …" decides nothing."""
    body = (
        "Kính gửi: UBND các phường, xã: Tân An, Bình Mỹ\n\nTại huyện Hải Long và thị xã Trà Xuân.\n\n"
        "1. UBND phường Tân An họp trước 1/3/2024.\n\n2. UBND các địa phương Hải Long, Trà Xuân họp trước 1/4/2024."
    )
    leads = [task.lead for task in parse_text("a.txt", body).tasks]
    assert leads == [("UBND phường Tân An",), ("UBND huyện Hải Long", "UBND thị xã Trà Xuân")]


def test_a_district_that_bears_a_communes_name() -> None:
    """ "UBND các huyện Hải Long" stays a district where the letter also names a xã Hải Long; a commune keeps its kind in a list."""
    body = (
        "Tại xã Hải Long, phường Bình Mỹ và xã Tân An.\n\n1. UBND các huyện Hải Long, Cam Sơn họp trước 1/3/2024.\n\n"
        "2. Riêng huyện Hải Long, huyện Cam Sơn họp trước 1/4/2024.\n\n3. Các xã Tân An, xã Bình Mỹ họp trước 1/5/2024."
    )
    leads = [task.lead for task in parse_text("a.txt", body).tasks]
    districts = ("UBND huyện Hải Long", "UBND huyện Cam Sơn")
    assert leads == [districts, districts, ("UBND xã Tân An", "UBND phường Bình Mỹ")]


def test_a_communes_own_office_by_the_name_that_its_letter_uses_most() -> None:
    """With and without "xã" it is one unit; Văn phòng HĐND và UBND stands without."""
    head = "UBND XÃ TÂN AN\n\nTân An, ngày 5 tháng 1 năm 2026\n\n"
    long, short = "Trung tâm Phục vụ hành chính công xã", "Trung tâm Phục vụ hành chính công"
    body = f"1. {long} họp trước 1/3/2026.\n\n2. {long} báo cáo trước 1/4/2026.\n\n3. {short} tổng hợp trước 1/5/2026."
    assert {task.lead for task in parse_text("a.txt", head + body).tasks} == {(long,)}


def test_short_names_that_the_letter_defines() -> None:
    """A list of abbreviations, "gọi tắt là" and initials in brackets; elsewhere the short name means the unit."""
    text = """UBND HUYỆN AN LỘC
KẾ HOẠCH
(Viết tắt: VP - Văn phòng Sở; QLN - Phòng Quản lý nhà; TTQH: Trung tâm Quy hoạch xây dựng)
Ban Quản lý khu công nghiệp (sau đây gọi tắt là Ban Quản lý) và Công ty Công nghệ thông tin (CIT) cùng làm.
1. QLN rà soát hồ sơ trước ngày 20/5/2024.
2. Giao TTQH lập bản đồ trước ngày 21/5/2024.
3. CIT: lắp máy trước ngày 22/5/2024.
4. Ban Quản lý: cắm biển trước ngày 23/5/2024.
"""
    assert [task.lead for task in parse_text("a.txt", text).tasks if task.due_on] == [
        ("Phòng Quản lý nhà",),
        ("Trung tâm Quy hoạch xây dựng",),
        ("Công ty Công nghệ thông tin",),
        ("Ban Quản lý khu công nghiệp",),
    ]
