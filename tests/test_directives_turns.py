"""Turns of phrase in which letters tell whose a duty is and by when: each with the leads and days that a careful official understands."""

from datetime import date, time

import pytest

from directives.parse import parse
from tests.orders import head

DISTRICT = head("THÔNG BÁO", "Kết luận của Chủ tịch UBND huyện tại cuộc họp giao ban", announced="Chủ tịch UBND huyện kết luận như sau:")
PLAN = head("KẾ HOẠCH", "Triển khai công tác quý II năm 2024", announced="II. NỘI DUNG")
COMMUNE = """UBND XÃ TÂN AN

Số: 12/KH-UBND

Tân An, ngày 02 tháng 4 năm 2024

KẾ HOẠCH

Rà soát hộ nghèo năm 2024

II. CÁC BƯỚC

"""
PROVINCE = """SỞ Y TẾ

TỈNH AN BÌNH

Số: 40/SYT-NV

An Bình, ngày 02 tháng 4 năm 2024

V/v tiêm chủng

Kính gửi: Các đơn vị trực thuộc.

Sở Y tế yêu cầu:

"""
MAY, JUNE = date(2024, 5, 19), date(2024, 6, 14)
Read = list[tuple[tuple[str, ...], date | None]]
TURNS: list[tuple[str, str, Read]] = [
    # days in a paragraph that ends with a labelled one
    (
        DISTRICT,
        "1. Phòng Nội vụ lập dự toán gửi Phòng Tư pháp trước ngày 20/5/2024. Phòng Tư pháp thẩm định, thời hạn trình: chậm nhất 14/6/2024.",
        [(("Phòng Nội vụ",), MAY), (("Phòng Tư pháp",), JUNE)],
    ),
    # headings of means, time and place
    (
        PLAN,
        "3. Kinh phí\n\na) Phòng Nội vụ phân bổ kinh phí đợt hai trước ngày 20/5/2024.\n\nb) Nguồn vốn năm 2023 chuyển sang.",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (
        PLAN,
        "3. Thời gian, địa điểm\n\n- Hội thi cấp huyện: Phòng Nội vụ tổ chức tại hội trường huyện, xong trước ngày 20/5/2024.",
        [(("Phòng Nội vụ",), MAY)],
    ),
    # steps, and who is told in a heading's brackets
    (
        PLAN,
        "Bước 1. Nộp hồ sơ (UBND các xã Tân An, Bình Lợi thực hiện)\n\n- Nộp hồ sơ về Phòng Nội vụ trước ngày 20/5/2024.",
        [(("UBND xã Tân An", "UBND xã Bình Lợi"), MAY)],
    ),
    # headings that are a period
    (
        PLAN,
        "1. Tháng 5/2024\n\n- Công an huyện ra quân trấn áp tội phạm.\n\n- Phòng Nội vụ gửi danh sách về huyện trước ngày 15/5/2024.",
        [(("Công an huyện",), date(2024, 5, 31)), (("Phòng Nội vụ",), date(2024, 5, 14))],
    ),
    # those pointed back at
    (
        DISTRICT,
        "1. Đến nay Phòng Nội vụ, Phòng Tư pháp chưa báo cáo. Các đơn vị này gửi báo cáo về Thanh tra huyện trước ngày 20/5/2024.",
        [(("Phòng Nội vụ", "Phòng Tư pháp"), MAY)],
    ),
    (
        DISTRICT,
        "1. Tại xã Tân An và xã Bình Lợi, nơi còn nhà tạm, UBND hai xã phải hoàn thành hỗ trợ trước ngày 20/5/2024.",
        [(("UBND xã Tân An", "UBND xã Bình Lợi"), MAY)],
    ),
    (
        DISTRICT,
        "1. Xã Tân An và xã Bình Lợi làm điểm. Giao Phòng Nội vụ phối hợp UBND 02 xã hoàn thiện hồ sơ trước ngày 20/5/2024.",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (
        DISTRICT,
        "1. UBND xã Tân An làm thí điểm, hoàn thành trước ngày 20/5/2024; ba xã còn lại mỗi xã một tuyến, xong trước ngày 15/6/2024.",
        [(("UBND xã Tân An",), MAY), (("UBND các xã còn lại",), JUNE)],
    ),
    (
        DISTRICT,
        "1. UBND các xã\n\n- Các đơn vị đạt dưới 50% gồm xã Tân An, xã Bình Lợi phải nâng lên trên 75% trước ngày 20/5/2024.",
        [(("UBND xã Tân An", "UBND xã Bình Lợi"), MAY)],
    ),
    # whose work it is
    (
        DISTRICT,
        "1. Phòng Kinh tế và Hạ tầng: yêu cầu các chủ đầu tư, nhà thầu hạ cần cẩu, xong trước ngày 20/5/2024.",
        [(("Phòng Kinh tế và Hạ tầng",), MAY)],
    ),
    (
        DISTRICT,
        "1. Phòng Nội vụ\n\n- Đối với xã Tân An: hỗ trợ hoàn thiện hồ sơ trước ngày 20/5/2024.",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (
        DISTRICT,
        "1. Phòng Nội vụ\n\n- Ông Lê Văn Ba - Phó Trưởng phòng chịu trách nhiệm tổng hợp, xong trước ngày 20/5/2024.",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (
        DISTRICT,
        "1. Đồng chí Lê Văn Ba, Trưởng phòng Nội vụ, trực tiếp cùng xã rà soát, báo cáo trước ngày 20/5/2024.",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (
        DISTRICT,
        "1. Quyết định thành lập tổ do UBND xã Tân An ban hành sau khi thống nhất, chậm nhất là ngày 19/5/2024.",
        [(("UBND xã Tân An",), MAY)],
    ),
    (
        DISTRICT,
        "1. Rà soát nguồn công dân: xong trước ngày 20/5/2024. Phòng Nội vụ lập đủ danh sách, nắm chắc số đi làm ăn xa.",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (
        DISTRICT,
        "1. UBND xã Tân An lập danh sách trước ngày 20/5/2024; phân công cán bộ đến từng hộ vận động, xong trước ngày 15/6/2024.",
        [(("UBND xã Tân An",), MAY), (("UBND xã Tân An",), JUNE)],
    ),
    (DISTRICT, "1. Quá thời hạn trên, Phòng Nội vụ trình UBND huyện trước ngày 20/5/2024.", [(("Phòng Nội vụ",), MAY)]),
    (DISTRICT, "1. Bắt đầu từ ngày 10/4/2024, Phòng Nội vụ tổng hợp, gửi trước ngày 20/5/2024.", [(("Phòng Nội vụ",), MAY)]),
    (DISTRICT, "1. Căn cứ Chương trình này, Phòng Nội vụ xây dựng kế hoạch, ban hành trước ngày 20/5/2024.", [(("Phòng Nội vụ",), MAY)]),
    (COMMUNE, "1. UBND xã báo cáo kết quả về UBND huyện trước ngày 20/5/2024.", [(("UBND xã Tân An",), MAY)]),
    # names
    (
        DISTRICT,
        "1. Đối với 12 sản phẩm hết hạn: xã Tân An, xã Bình Lợi có nhiều sản phẩm, hoàn thành hồ sơ trước ngày 20/5/2024.",
        [(("UBND xã Tân An", "UBND xã Bình Lợi"), MAY)],
    ),
    (
        DISTRICT,
        "1. Riêng Ủy ban MTTQ xã Tân An, xã Bình Lợi gửi báo cáo chuyên đề trước ngày 20/5/2024.",
        [(("Ủy ban MTTQ xã Tân An", "Ủy ban MTTQ xã Bình Lợi"), MAY)],
    ),
    (
        DISTRICT,
        "1. UBND các xã Tân An, Bình Lợi, Đoàn Hòa huy động phương tiện bốc xúc, xong trước ngày 20/5/2024.",
        [(("UBND xã Tân An", "UBND xã Bình Lợi", "UBND xã Đoàn Hòa"), MAY)],
    ),
    (
        DISTRICT,
        "1. Các tổ dân phố 2, 5 và 9 ra mắt mô hình trước ngày 20/5/2024.",
        [(("Tổ dân phố 2", "Tổ dân phố 5", "Tổ dân phố 9"), MAY)],
    ),
    (
        PROVINCE,
        "1. Trung tâm Y tế huyện An Lộc và Trung tâm Y tế thành phố An Bình phun hóa chất, xong trước ngày 20/5/2024.",
        [(("Trung tâm Y tế huyện An Lộc", "Trung tâm Y tế thành phố An Bình"), MAY)],
    ),
    (PROVINCE, "1. Phòng Y tế huyện An Lộc báo cáo trước ngày 20/5/2024.", [(("Phòng Y tế huyện An Lộc",), MAY)]),
    (
        DISTRICT,
        "1. Văn phòng, Ủy ban Kiểm tra, Ban Dân vận Huyện ủy có văn bản nhận xét trước ngày 20/5/2024.",
        [(("Văn phòng Huyện ủy", "Ủy ban Kiểm tra Huyện ủy", "Ban Dân vận Huyện ủy"), MAY)],
    ),
    (
        PROVINCE,
        "1. Riêng Phòng Y tế huyện An Lộc và thị xã Bình Hòa thu hồi tiền chi trùng, xong trước ngày 20/5/2024.",
        [(("Phòng Y tế huyện An Lộc", "Phòng Y tế thị xã Bình Hòa"), MAY)],
    ),
    (
        DISTRICT,
        "1. Phòng Nội vụ đối chiếu số lao động, Phòng Tư pháp đối chiếu số hộ tịch; hai phòng trả lời trước ngày 20/5/2024.",
        [(("Phòng Nội vụ", "Phòng Tư pháp"), MAY), (("Phòng Nội vụ",), None)],
    ),
    (
        DISTRICT,
        "1. Các cơ quan được giao chủ trì nhiệm vụ lập dự toán gửi Phòng Nội vụ trước ngày 20/5/2024.",
        [(("Các cơ quan được giao chủ trì nhiệm vụ",), MAY)],
    ),
    (
        PLAN,
        "1. Nâng công suất lò đốt rác, vận hành trước ngày 20/5/2024 (Phòng Nội vụ làm chủ đầu tư; Công an huyện phối hợp).",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (
        PLAN,
        "1. Vận động nhân dân cưới theo nếp sống mới (Ủy ban MTTQ huyện; hoàn thành trước ngày 20/5/2024).",
        [(("Ủy ban MTTQ huyện",), MAY)],
    ),
    (
        PLAN,
        "1. Lắp camera, kết nối về trung tâm điều hành (Công an huyện thực hiện, hoàn thành trước ngày 20/5/2024).",
        [(("Công an huyện",), MAY)],
    ),
    (
        DISTRICT,
        "1. Giao Phòng Nội vụ số hóa tài liệu. Nhóm tài liệu đất đai hoàn thành trước ngày 20/5/2024.",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (
        DISTRICT,
        "1. UBND các xã\n\n- Xã Tân An, xã Bình Lợi xong trước ngày 20/5/2024; các địa phương còn lại xong trước ngày 15/6/2024.",
        [(("UBND xã Tân An", "UBND xã Bình Lợi"), MAY), (("Các địa phương còn lại",), JUNE)],
    ),
    (PLAN, "5. Đề nghị Huyện đoàn An Lộc\n\nPhát động đoàn viên ra quân, xong trước ngày 20/5/2024.", [(("Huyện đoàn",), MAY)]),
    (
        DISTRICT,
        "1. Phòng Nội vụ đôn đốc các nhiệm vụ quá hạn, báo cáo Chủ tịch UBND huyện tại buổi giao ban ngày 19/5/2024.",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (DISTRICT, "1. Phòng Y tế giúp các hộ xây xong nhà tiêu hợp vệ sinh trước ngày 20/5/2024.", [(("Phòng Y tế",), MAY)]),
    (
        PROVINCE.replace("SỞ Y TẾ", "SỞ TƯ PHÁP").replace("Sở Y tế", "Sở Tư pháp"),
        "1. Sở Tư pháp tổng hợp, báo cáo UBND tỉnh trước ngày 20/5/2024.",
        [(("Sở Tư pháp",), MAY)],
    ),
    (
        PLAN,
        "1.1. Kiện toàn Tổ giúp việc về chuyển đổi số.\n(Chủ trì: Phòng Nội vụ; phối hợp: Công an huyện; thời gian: trước ngày 20/5/2024)",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (
        PLAN,
        "1. Phân loại tuyến đường (chủ trì: Phòng Nội vụ; phối hợp: Công an huyện, UBND các xã; hoàn thành trước ngày 20/5/2024).",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (
        DISTRICT,
        "1. Các trường học, Trạm Y tế xã gửi báo cáo trước ngày 20/5/2024.",
        [(("Các trường học", "Trạm Y tế xã"), MAY)],
    ),
    (
        DISTRICT,
        "1. Công an thị trấn An Lộc, thị trấn Nông trường Hòa Bình, các xã Tân An, Bình Lợi cử người trước ngày 20/5/2024.",
        [
            (
                (
                    "Công an thị trấn An Lộc",
                    "Công an thị trấn Nông trường Hòa Bình",
                    "Công an xã Tân An",
                    "Công an xã Bình Lợi",
                ),
                MAY,
            )
        ],
    ),
    (
        DISTRICT,
        "1. Phòng Nội vụ\n\n- Tham mưu thành lập Đoàn kiểm tra do Phó Chủ tịch UBND huyện làm Trưởng đoàn, trình trước ngày 20/5/2024.",
        [(("Phòng Nội vụ",), MAY)],
    ),
    (
        DISTRICT,
        "1. UBND xã Tân An\n\n- Rà soát từng chỉ tiêu, phân công Đảng ủy viên phụ trách, xong trước ngày 20/5/2024.",
        [(("UBND xã Tân An",), MAY)],
    ),
    (
        DISTRICT,
        "1. Đề nghị đại diện Cảng vụ Đường thủy bố trí vị trí cân rác trước ngày 20/5/2024.",
        [(("Cảng vụ Đường thủy",), MAY)],
    ),
    (
        DISTRICT,
        "1. Tiểu ban nội dung, nghi lễ\n\n- Xây dựng kịch bản, trình trước ngày 20/5/2024.",
        [(("Tiểu ban nội dung, nghi lễ",), MAY)],
    ),
    (
        PROVINCE.replace("SỞ Y TẾ", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH").replace(
            "Sở Y tế yêu cầu:", "Sở Văn hóa, Thể thao và Du lịch đề nghị UBND các xã, phường thực hiện các nội dung sau:"
        ),
        "1. Hồ sơ di tích\n\n1.1. Ban hành quyết định kiện toàn, hoàn thành trước ngày 20/5/2024.",
        [(("UBND các xã, phường",), MAY)],
    ),
    (
        DISTRICT,
        "1. Thôn Đông, thôn Đoài\n\n- Tổ công tác số 2 đến từng nhà lập phương án hỗ trợ, xong trước ngày 20/5/2024.",
        [(("Tổ công tác số 2",), MAY)],
    ),
    (
        DISTRICT,
        "1. UBND các xã\n\n- Các xã dọc sông gồm Tân An, Bình Lợi vận động dân đưa lồng bè vào bờ, xong trước ngày 20/5/2024.",
        [(("UBND xã Tân An", "UBND xã Bình Lợi"), MAY)],
    ),
    # what looks like a day and is none
    (DISTRICT, "1. Phòng Nội vụ thanh toán kịp thời; không dồn thanh toán vào cuối năm.", [(("Phòng Nội vụ",), None)]),
]


@pytest.mark.parametrize(("top", "words", "expected"), TURNS, ids=[f"{number}" for number, _ in enumerate(TURNS)])
def test_turn(top: str, words: str, expected: Read) -> None:
    """The tasks of a letter with these points, in order."""
    tasks = parse("a.txt", f"{top}{words}\n".encode()).tasks
    assert [(task.lead, task.due_on) for task in tasks] == expected


def test_a_letter_that_breaks_its_line_before_the_quarter() -> None:
    """ "… trong quý" ⏎ "III/2024." is one deadline, in a text broken at a fixed width."""
    lines = [
        "1. Phòng Nội vụ rà soát, trình UBND huyện quy chế mới của cơ quan, tổ chức tập huấn trong quý",
        "III/2024.",
    ]
    tasks = parse("a.txt", (DISTRICT + "\n".join(lines) + "\n").encode()).tasks
    assert [task.due_on for task in tasks if task.due_on] == [date(2024, 9, 30)]


def test_the_same_day_by_an_hour() -> None:
    """ "trước 20 giờ cùng ngày" is due on the day named before it."""
    words = "1. Công an huyện ra quân ngày 20/5/2024, báo cáo nhanh trước 20 giờ 00 cùng ngày.\n"
    tasks = parse("a.txt", f"{DISTRICT}{words}".encode()).tasks
    assert (date(2024, 5, 20), time(20)) in [(task.due_on, task.due_time) for task in tasks]


def test_the_days_of_a_row_whose_time_says_see_the_work() -> None:
    """A row whose time column names no time has the days that its work names; "Thường xuyên" there is the row's own."""
    rows = [
        "TT\tNội dung\tChủ trì\tThời gian",
        "1\tVận chuyển rác trước ngày 20/5/2024; trồng cây xong trước ngày 15/6/2024\tPhòng Nội vụ\tTheo từng nội dung",
        "2\tKiểm tra việc thực hiện Quyết định có hiệu lực trước ngày 20/5/2024\tPhòng Y tế\tThường xuyên",
    ]
    tasks = parse("a.txt", (PLAN + "\n".join(rows) + "\n").encode()).tasks
    assert [(task.lead, task.due_on) for task in tasks] == [
        (("Phòng Nội vụ",), MAY),
        (("Phòng Nội vụ",), JUNE),
        (("Phòng Y tế",), None),
    ]


def test_a_rhythm_within_a_month() -> None:
    """ "vào chiều thứ Sáu hằng tuần trong tháng 7" is one weekly duty that ends with the month."""
    words = "1. Công an huyện ra quân vào chiều thứ Sáu hằng tuần trong tháng 7/2024.\n"
    tasks = parse("a.txt", f"{DISTRICT}{words}".encode()).tasks
    assert [task.rrule for task in tasks] == ["FREQ=WEEKLY;BYDAY=FR;UNTIL=20240731"]


def test_titles_of_a_table_by_any_letter_lose_no_row() -> None:
    """A table in tabs with titles A, B, Đ and one without a number: every row below them is read."""
    rows = ["TT\tNội dung\tChủ trì\tThời gian"]
    for number, (sign, unit) in enumerate((("A", "Phòng Nội vụ"), ("Đ", "Phòng Tư pháp"), ("Nhóm khác", "Phòng Y tế")), 1):
        rows += [f"{sign}\tNhóm việc {number}\t\t", f"{number}\tRà soát hồ sơ nhóm {number}\t{unit}\tTrước ngày 20/5/2024"]
    tasks = parse("a.txt", (PLAN + "\n".join(rows) + "\n").encode()).tasks
    assert [(task.lead, task.due_on) for task in tasks] == [((unit,), MAY) for unit in ("Phòng Nội vụ", "Phòng Tư pháp", "Phòng Y tế")]
