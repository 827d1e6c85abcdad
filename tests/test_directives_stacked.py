"""Tables whose cells came out of a copied page one to a line."""

import pytest

from directives.model import DraftTask
from directives.parse import parse
from tests.orders import head

HEAD = head("KẾ HOẠCH", "Thực hiện công tác cải cách hành chính năm 2024", announced="II. PHÂN CÔNG NHIỆM VỤ")
COLUMNS = ["TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành", "Sản phẩm"]
ROWS = [
    ["1", "Rà soát thủ tục hành chính", "Phòng Nội vụ", "UBND các xã, thị trấn", "Trước 20/5/2024", "Báo cáo"],
    ["2", "Lắp máy lấy số thứ tự", "Văn phòng HĐND và UBND", "Phòng Tài chính - Kế hoạch", "Quý II/2024", "02 máy"],
    ["3", "Tập huấn cán bộ một cửa", "Phòng Nội vụ", "Phòng Tư pháp", "30/9/2024", "01 lớp"],
]
READ = [("Phòng Nội vụ", "2024-05-19"), ("Văn phòng HĐND và UBND", "2024-06-30"), ("Phòng Nội vụ", "2024-09-30")]


def tasks_of(text: str) -> list[DraftTask]:
    return list(parse("a.txt", f"{HEAD}{text}".encode()).tasks)


def short(tasks: list[DraftTask]) -> list[tuple[str, str]]:
    return [(", ".join(task.lead), str(task.due_on)) for task in tasks]


def stacked(rows: list[list[str]], cell: str = "\n", row: str = "\n") -> str:
    return row.join(cell.join(filter(None, cells)) for cells in [COLUMNS, *rows])


@pytest.mark.parametrize(("cell", "row"), [("\n", "\n"), ("\n", "\n\n"), ("\n\n", "\n\n"), ("\n|\n", "\n|\n"), ("\n\xa0\n", "\n\n")])
def test_however_the_lines_are_parted(cell: str, row: str) -> None:
    """Blank lines, bars, hard blanks or nothing between cells and rows: the same three tasks with their helpers and words."""
    tasks = tasks_of(stacked(ROWS, cell, row))
    assert short(tasks) == READ
    assert [task.support for task in tasks] == [("UBND các xã, thị trấn",), ("Phòng Tài chính - Kế hoạch",), ("Phòng Tư pháp",)]
    assert [task.text for task in tasks] == [row[1] for row in ROWS]


@pytest.mark.parametrize("column", [3, 5])
def test_an_empty_cell_leaves_no_line(column: int) -> None:
    """A row with a cell less is dealt out by what its lines say."""
    rows = [list(row) for row in ROWS]
    rows[1][column] = ""
    assert short(tasks_of(stacked(rows))) == READ


def test_titles_and_a_head_repeated_on_the_next_page() -> None:
    """ "I" and its words head what follows; the head in mid-table is no row; a number may be missing."""
    rows = [["I", "CẢI CÁCH THỦ TỤC"], ROWS[0], COLUMNS, ROWS[1], ["II", "XÃ HỘI SỐ"], ["4", *ROWS[2][1:]]]
    tasks = tasks_of(stacked(rows))
    assert short(tasks) == READ
    assert [task.ref.rpartition(".")[0] for task in tasks] == ["II.I", "II.I", "II.II"]


def test_a_cell_of_several_lines() -> None:
    """Words broken in a cell stay together, a second paragraph stays in its cell."""
    rows = [["1", "Rà soát thủ tục\nthuộc thẩm quyền", "Phòng Nội vụ;\nPhòng Tư pháp", "", "Trước\n20/5/2024", "Báo cáo"], *ROWS[1:]]
    tasks = tasks_of(stacked(rows))
    assert tasks[0].lead == ("Phòng Nội vụ", "Phòng Tư pháp")
    assert tasks[0].text == "Rà soát thủ tục thuộc thẩm quyền"
    assert [str(task.due_on) for task in tasks] == [day for _, day in READ]


def test_what_stands_behind_the_last_row() -> None:
    """A sum and the letter's next points are none of its cells."""
    behind = "\nTổng cộng: 03 nhiệm vụ\nIII. TỔ CHỨC THỰC HIỆN\n1. Phòng Tư pháp báo cáo kết quả trước ngày 15/12/2024.\n"
    tasks = tasks_of(stacked([["A", "CẢI CÁCH THỦ TỤC"], *ROWS]) + behind)
    assert short(tasks) == [*READ, ("Phòng Tư pháp", "2024-12-14")]
    assert tasks[-1].ref == "III.1"


def test_the_quote_is_the_rows_own_lines() -> None:
    """Word for word as printed, from the number to the last cell."""
    assert tasks_of(stacked(ROWS))[1].quote == "\n".join(ROWS[1])


@pytest.mark.parametrize(
    "text", ["TT\nHọ và tên\nChức vụ\n1\nNguyễn Văn A\nCông chức\n2\nTrần Thị B\nCông chức\n", "TT\n1\n2\n3\n", "STT\nNội dung\n"]
)
def test_other_lists_are_no_tables_of_tasks(text: str) -> None:
    """A list of names, a column of numbers, a head alone."""
    assert tasks_of(text) == []
