"""Labelled facts and tables of tasks."""

import pytest

from directives.fields import block_field, inline_fields, label_kind
from directives.model import DraftTask, Roster
from directives.paragraphs import Cell, Paragraph, Reading
from directives.parse import parse, parse_reading, parse_text

HEAD = ["STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"]


def table(*rows: list[str]) -> list[DraftTask]:
    cells = [
        Paragraph(text, cell=Cell(0, row, column)) for row, texts in enumerate([HEAD, *rows]) for column, text in enumerate(texts) if text
    ]
    return list(parse_reading("a.docx", Reading(tuple(cells)), Roster()).tasks)


def test_rows() -> None:
    """Each row is a task with the units and the deadline of its columns; its quote is the row."""
    task = table(["1", "Ban hành mẫu nhà", "Phòng KT&HT", "UBND các xã", "Trước 01/3/2025"])[0]
    assert (task.lead, task.support, str(task.due_on)) == (("Phòng Kinh tế và Hạ tầng",), ("UBND các xã",), "2025-02-28")
    assert task.quote == "1 | Ban hành mẫu nhà | Phòng KT&HT | UBND các xã | Trước 01/3/2025"


@pytest.mark.parametrize("same", ["nt", "Như trên", "-nt-", '"'])
def test_same_as_above(same: str) -> None:
    """ "nt" takes over what the row above says."""
    rows = table(["1", "Lập kế hoạch", "Sở Y tế", "Sở Tài chính", "30/6/2025"], ["2", "Mua thuốc", same, same, "30/7/2025"])
    assert [(task.lead, task.support) for task in rows] == [(("Sở Y tế",), ("Sở Tài chính",))] * 2


def test_same_as_above_over_a_title() -> None:
    """ "nt" reaches over a title; a cell left blank there is no merged one."""
    rows = table(
        ["1", "Lập kế hoạch", "Sở Y tế", "Sở Tài chính", "30/6/2025"],
        ["II", "KINH PHÍ"],
        ["2", "Mua thuốc", "Sở Nội vụ", "", "nt"],
        ["III", "TỔNG KẾT"],
        ["3", "Phòng Tư pháp viết báo cáo", "", "", "30/8/2025"],
    )
    assert [(task.lead, str(task.due_on)) for task in rows] == [
        (("Sở Y tế",), "2025-06-30"),
        (("Sở Nội vụ",), "2025-06-30"),
        (("Phòng Tư pháp",), "2025-08-30"),
    ]


def test_title_rows() -> None:
    """A row across the table is a heading, no task."""
    rows = table(["I", "CÔNG TÁC TUYÊN TRUYỀN"], ["1", "Làm phóng sự", "Sở Y tế", "", "Quý II/2025"])
    assert [(task.ref, str(task.due_on)) for task in rows] == [("I.b1", "2025-06-30")]


def test_numbered_title_rows() -> None:
    """ "2 | Kinh tế số" above "2.1 | …" is a heading too, and takes nothing over from the row above it."""
    rows = table(
        ["1", "Lập kế hoạch", "Sở Y tế", "", "30/6/2025"],
        ["2", "Kinh tế số", "", "", ""],
        ["2.1", "Mở sàn", "Sở Nội vụ", "", "Quý III/2025"],
    )
    assert [task.text for task in rows] == ["Lập kế hoạch", "Mở sàn"]


def test_head_of_two_lines() -> None:
    """A head whose "Phân công" spans two columns named below is read by its lower line; a line of column numbers is skipped."""
    rows = [
        ["TT", "Nội dung", "Phân công", "Phân công", "Thời gian"],
        ["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["1", "Phối hợp tổ chức lễ phát động", "Sở Y tế", "Sở Nội vụ", "30/6/2025"],
    ]
    cells = tuple(Paragraph(text, cell=Cell(0, row, column)) for row, texts in enumerate(rows) for column, text in enumerate(texts))
    tasks = parse_reading("a.docx", Reading(cells), Roster()).tasks
    assert [(task.lead, task.support) for task in tasks] == [(("Sở Y tế",), ("Sở Nội vụ",))]


def test_markdown_table() -> None:
    """A pipe table in plain text is read like one in a document."""
    text = "| Nhiệm vụ | Đơn vị chủ trì | Thời hạn |\n|---|---|---|\n| Kiểm kê đất | UBND các xã | 15/7/2025 |"
    assert [(task.lead, str(task.due_on)) for task in parse("a.md", text.encode()).tasks] == [(("UBND các xã",), "2025-07-15")]


def test_block_of_facts() -> None:
    """A criterion's block gives one task a deadline, for the communes that the time names, with the whole block as quote."""
    text = (
        "- Tiêu chí số 4 - Điện: sửa đường dây.\n\n"
        "+ Thời gian: xã Tân An hoàn thành trước tháng 9/2024; các xã khác trước tháng 11/2024.\n\n"
        "+ Đơn vị chủ trì: UBND các xã.\n\n+ Đơn vị phối hợp: Phòng Kinh tế và Hạ tầng."
    )
    first, second = parse_text("a.txt", text).tasks
    assert (first.lead, str(first.due_on), first.support) == (("UBND xã Tân An",), "2024-08-31", ("Phòng Kinh tế và Hạ tầng",))
    assert (second.lead, str(second.due_on), second.criteria) == (("UBND các xã",), "2024-10-31", ("4",))
    assert first.quote == text


def test_a_time_without_its_label() -> None:
    """ "+ Hoàn thành trước …" among facts is the block's time."""
    text = "3.3. Bàn giao học sinh về sinh hoạt hè\n\n+ Hoàn thành trước 01/6/2024\n\n+ Chủ trì: Phòng Giáo dục và Đào tạo.\n"
    tasks = parse_text("a.txt", text).tasks
    assert [(task.lead, str(task.due_on)) for task in tasks] == [(("Phòng Giáo dục và Đào tạo",), "2024-05-31")]


def test_a_list_under_one_label() -> None:
    """ "Thời gian:" with a point for each of those who have a day of their own; the others have the block's unit."""
    text = """Tổ chức khởi công, thi công nhà

- Thời gian thực hiện:
+ Các xã Tân An, Phú Lợi khởi công trước ngày 05/4/2025;
+ Các xã, thị trấn còn lại khởi công trong tháng 4/2025.
- Đơn vị chủ trì: UBND các xã, thị trấn.
"""
    tasks = parse_text("a.txt", text).tasks
    assert [(task.lead, str(task.due_on)) for task in tasks] == [
        (("UBND xã Tân An", "UBND xã Phú Lợi"), "2025-04-04"),
        (("UBND các xã, thị trấn",), "2025-04-30"),
    ]


def test_two_blocks_in_a_row() -> None:
    """The paragraph behind a block's facts begins the next block; one between two facts goes on with the first."""
    text = (
        "Sửa đường.\n\n+ Thời gian:\n\nThôn Đông: tháng 6/2024.\n\nThôn Đoài: tháng 7/2024.\n\n+ Chủ trì: Công an xã.\n\n"
        "Trồng cây.\n\n+ Thời gian: tháng 8/2024.\n\n+ Chủ trì: Trạm Y tế."
    )
    tasks = parse_text("a.txt", text).tasks
    assert [(task.lead, str(task.due_on)) for task in tasks] == [
        (("Công an xã",), "2024-06-30"),
        (("Công an xã",), "2024-07-31"),
        (("Trạm Y tế",), "2024-08-31"),
    ]


def test_facts_by_letters() -> None:
    """Facts numbered a), b), c) under a heading belong together."""
    text = "1. Hội hoa\n\na) Nhiệm vụ: Bày hoa.\nb) Đơn vị chủ trì: Phòng Kinh tế.\nc) Thời gian: trước ngày 5/2/2026."
    assert [(task.lead, str(task.due_on), task.text) for task in parse_text("a.txt", text).tasks] == [
        (("Phòng Kinh tế",), "2026-02-04", "Bày hoa")
    ]


def test_facts_in_brackets() -> None:
    """Facts inside a sentence's brackets are read."""
    text = "1. Trồng cây đầu xuân (Thời gian hoàn thành: tháng 2/2026; đơn vị thực hiện: Công an xã)."
    assert [(task.lead, str(task.due_on)) for task in parse_text("a.txt", text).tasks] == [(("Công an xã",), "2026-02-28")]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Đơn vị chủ trì thực hiện", "lead"),
        ("Cơ quan, đơn vị phối hợp", "support"),
        ("Thời gian thực hiện và hoàn thành", "time"),
        ("Phân công thực hiện", "lead"),
        ("Sản phẩm", "other"),
        ("Công tác tuyên truyền", None),
    ],
)
def test_labels(label: str, kind: str | None) -> None:
    """The usual labels are known in their variants."""
    assert label_kind(label) == kind


def test_no_label() -> None:
    """An order that only contains the words of a label states no fact."""
    assert block_field("Đơn vị thực hiện tốt công tác này.") is None
    assert inline_fields("UBND huyện yêu cầu các đơn vị thực hiện: rà soát.") == []


@pytest.mark.parametrize("sign", [" | ", "\t"])
def test_text_table_of_things(sign: str) -> None:
    """A table in plain text needs no outer bars; where no column is called "nội dung" the first one tells what is to be done,
    and who announces the table is in charge of its rows."""
    rows = [
        ["TT", "Tên mô hình", "Quy mô", "Thời gian nghiệm thu"],
        ["1", "Trồng cam", "15 ha", "Tháng 11/2025"],
        ["2", "Nuôi vịt", "120 con", "8/2025"],
    ]
    body = "3. Khuyến nông\n\nTrung tâm Y tế huyện triển khai các mô hình sau:\n\n" + "\n".join(sign.join(row) for row in rows)
    read = parse("a.txt", f"An Lộc, ngày 5 tháng 1 năm 2025\n\n{body}\n".encode()).tasks
    assert [(task.text, task.lead, str(task.due_on)) for task in read] == [
        ("Trồng cam", ("Trung tâm Y tế",), "2025-11-30"),
        ("Nuôi vịt", ("Trung tâm Y tế",), "2025-08-31"),
    ]


def test_a_line_with_one_bar_is_no_table() -> None:
    """Bars in ordinary lines make no table."""
    assert parse("a.txt", "Cột A | cột B\nCột C | cột D\n".encode()).tasks == ()


def test_column_of_works() -> None:
    """ "Hạng mục" says what is done, although "hạn" begins like a deadline."""
    cells = [["STT", "Hạng mục", "Đơn vị chủ trì", "Thời hạn"], ["1", "Sửa chòi canh lửa", "Sở Y tế", "30/4/2025"]]
    paragraphs = [Paragraph(text, cell=Cell(0, row, column)) for row, texts in enumerate(cells) for column, text in enumerate(texts)]
    task = parse_reading("a.docx", Reading(tuple(paragraphs)), Roster()).tasks[0]
    assert (task.text, task.lead, str(task.due_on)) == ("Sửa chòi canh lửa", ("Sở Y tế",), "2025-04-30")


def test_title_rows_of_a_text_table_may_leave_bars_out() -> None:
    """A title row with fewer bars does not end the table."""
    text = "TT | Nội dung | Chủ trì | Thời gian\nI | TUYÊN TRUYỀN | |\n1 | Làm phóng sự | Báo Cà Mau | Tháng 6/2025\n"
    assert [(task.ref, task.lead) for task in parse("a.txt", text.encode()).tasks] == [("I.b1", ("Báo Cà Mau",))]


def test_rows_of_communes() -> None:
    """Where a table has no other column of units, the one of communes says who acts, and who guides them helps."""
    text = "TT | Xã | Nội dung còn phải hoàn thành | Phòng, ngành hướng dẫn | Thời hạn\n1 | Trực An | Lắp đèn đường | Sở Y tế | 31/8/2024\n"
    task = parse("a.txt", text.encode()).tasks[0]
    assert (task.lead, task.support, str(task.due_on)) == (("UBND xã Trực An",), ("Sở Y tế",), "2024-08-31")


def test_sums_are_no_tasks() -> None:
    """A table's last row, "Cộng", is none of its tasks."""
    assert [task.text for task in table(["1", "Mua thuốc", "Sở Y tế", "", "30/7/2025"], ["Cộng", "742 ha", "", "", ""])] == ["Mua thuốc"]


def test_tabs_with_broken_cells_titles_and_empty_cells() -> None:
    """Below "TT" a row goes on until its cells are full; a title has two cells, an empty last cell is there or not."""
    text = """TT\tNội dung\tChủ trì\tPhối hợp\tThời gian
A\tCải cách thủ tục
1\tRà soát thủ tục do
đơn vị ban hành\tPhòng Nội vụ\tPhòng Tư pháp\tTrước 20/5/2024
2\tLắp máy lấy số\tVăn phòng HĐND và UBND\t\tQuý II/2024
B\tĐào tạo
3\tTập huấn cán bộ\tPhòng Nội vụ
\tPhòng Tư pháp\t30/9/2024
Tổng cộng: 03 nhiệm vụ
"""
    tasks = parse("a.txt", text.encode()).tasks
    assert [(task.text, task.lead, str(task.due_on)) for task in tasks] == [
        ("Rà soát thủ tục do đơn vị ban hành", ("Phòng Nội vụ",), "2024-05-19"),
        ("Lắp máy lấy số", ("Văn phòng HĐND và UBND",), "2024-06-30"),
        ("Tập huấn cán bộ", ("Phòng Nội vụ",), "2024-09-30"),
    ]


def test_rows_that_share_the_time_of_the_first_column() -> None:
    """A programme by months: an empty first cell stands below its month; the unit is each row's own."""
    text = """Thời gian\tNội dung\tCơ quan chủ trì
Tháng 3\tSơ kết chỉ thị\tBan Tuyên giáo
\tTờ trình về đường liên huyện\tPhòng Kinh tế và Hạ tầng
Tháng 6\tBáo cáo sơ kết\tVăn phòng Huyện ủy
"""
    tasks = parse("a.txt", f"An Lộc, ngày 02 tháng 01 năm 2025\n\n{text}".encode()).tasks
    assert [str(task.due_on) for task in tasks] == ["2025-03-31", "2025-03-31", "2025-06-30"]


def test_bars_with_a_broken_row() -> None:
    """A row in bars goes on until it has as many as the head."""
    text = """| TT | Nội dung | Chủ trì | Thời gian |
|---|---|---|---|
| 1 | Lắp máy lấy số | Phòng Nội vụ |
Quý IV/2025 |
| 2 | Tập huấn | Phòng Tư pháp | 30/9/2025 |
"""
    tasks = parse("a.txt", text.encode()).tasks
    assert [(task.lead, str(task.due_on)) for task in tasks] == [(("Phòng Nội vụ",), "2025-12-31"), (("Phòng Tư pháp",), "2025-09-30")]
