"""The letter's own mistakes, and sound letters without any."""

import pytest

from directives.parse import parse_text

HEAD = "ỦY BAN NHÂN DÂN\nHUYỆN AN LỘC\n\nSố: 5/UBND-VP\n\nAn Lộc, ngày 10 tháng 3 năm 2024\n\nV/v xây dựng nông thôn mới xã Minh An\n\n"


def doubts(body: str) -> list[tuple[str, str]]:
    return [(doubt.code, doubt.place) for doubt in parse_text("a.txt", HEAD + body).warnings]


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        ("1. Phòng Nội vụ\n\n- Rà soát trước ngày 31/6/2024.", "impossible_date", "1.1"),
        ("1. Phòng Nội vụ\n\n- Rà soát hồ sơ xong trước ngày 01/02/2024.", "due_before_issue", "1.1"),
        ("1. Phòng Nội vụ\n\n- Nâng số xã đạt lên 12/20 xã, đạt 55%.", "count_mismatch", "đoạn 7"),
        ("1. Phòng Nội vụ\n\n- Rà soát.\n\n3. Công an huyện\n\n- Rà soát.", "numbering", "3"),
        ("1. Phòng Nội vụ\n\n- Rà soát.\n\n2. Công an huyện\n\n- Rà soát.\n\n3. A\n\n2. B", "numbering", "2"),
        ("1. Phòng Nội vụ\n\n- Khảo sát 04 buôn (Pai Ar, Jiê Yúk, Liêng Keh).", "count_mismatch", "đoạn 7"),
        ("1. Phòng Nội vụ\n\n- Kiểm tra trường mầm non xã An Lộc.", "unit_mismatch", "đoạn 7"),
        ("1. Đề nghị Ủy ban MTQG Việt Nam huyện\n\n- Lấy ý kiến người dân.", "unit_mismatch", "đoạn 6"),
        ("1. Phòng Nội vụ\n\n- Rà soát hồ sơ.\n\n2. UBND xã Cai Phong\n\n- Họp dân.", "unit_mismatch", "đoạn 8"),
        ("- Sửa đường.\n\n+ Thời gian: trước 01/6/2024.\n\n+ Chủ trì: Công an xã.\n\n+ Phối hợp: Công an xã.", "unit_mismatch", "đ6"),
        ("I. NHIỆM VỤ\n\n- Sửa xong cầu treo trước ngày 01/6/2024.", "unit_mismatch", "I.1"),
    ],
)
def test_mistakes(body: str, code: str, place: str) -> None:
    """Each kind of mistake is pointed out with its place."""
    assert (code, place) in doubts(body)


def test_sound_letter() -> None:
    """A letter without mistakes gets no remark."""
    body = (
        "1. Phòng Nội vụ\n\n- Rà soát hồ sơ trước ngày 30/4/2024, đạt 10/20 xã, đạt 50%.\n\n"
        "2. UBND xã Minh An\n\n- Họp dân xong trước ngày 01/5/2024."
    )
    assert doubts(body) == []


def test_rounded_percentages_fit() -> None:
    """A rounded percentage fits its fraction."""
    assert doubts("1. Phòng Nội vụ\n\n- Đã có 412/980 hồ sơ, đạt 42%; 2/3 thôn (66,7%).") == []


def test_same_order_twice() -> None:
    """The same order in two places is pointed out."""
    order = "- Lập danh sách hộ nghèo, hộ cận nghèo cần sửa nhà và gửi Phòng Nội vụ trước ngày 01/6/2024."
    assert ("numbering", "1.2") in doubts(f"1. UBND xã Minh An\n\n{order}\n\n{order}")


def _point(number: int, facts: str) -> str:
    return f"1.{number}. Xây dựng mô hình số {number}\n\n- Dựng nhà kho số {number}.\n\n{facts}"


_FACTS = "+ Thời gian: trước ngày 01/6/2024.\n\n+ Đơn vị chủ trì: UBND xã Minh An.\n\n+ Đơn vị phối hợp: Công an xã.\n\n"


def test_a_point_without_the_facts_that_its_neighbours_state() -> None:
    """Where three points state time and units and one does not, that one is pointed out; where all do, none is."""
    assert ("unit_mismatch", "1.3") in doubts("1. MÔ HÌNH\n\n" + "".join(_point(at, "" if at == 3 else _FACTS) for at in range(1, 5)))
    assert ("unit_mismatch", "1.3") not in doubts("1. MÔ HÌNH\n\n" + "".join(_point(at, _FACTS) for at in range(1, 5)))


def test_a_plural_before_one_name_in_a_labelled_fact() -> None:
    """ "UBND các xã Minh An" leaves open whether others were meant: said once, and marked at the task."""
    letter = parse_text("a.txt", HEAD + "- Sửa đường.\n\n" + _FACTS.replace("UBND xã Minh An", "UBND các xã Minh An"))
    assert [(doubt.code, "số nhiều" in doubt.text) for doubt in letter.warnings] == [("unit_mismatch", True)]
    assert [task.warnings for task in letter.tasks] == [("unit_mismatch",)]


def test_rows_of_a_table() -> None:
    """A number left out and a sum that is not the number of rows; a table that counts well gets no remark."""
    rows = [f"{number}\t{work}\tPhòng Nội vụ\t30/6/2024" for number, work in ((1, "Rà soát hồ sơ"), (2, "Tập huấn"), (4, "Tổng kết"))]
    table = "\n".join(["TT\tNội dung\tChủ trì\tThời gian", *rows])
    assert [code for code, _ in doubts(f"{table}\n\nTổng cộng: 04 nhiệm vụ")] == ["numbering", "count_mismatch"]
    whole = table.replace("\n4\t", "\n3\t")
    assert doubts(f"{whole}\n\nTổng cộng: 03 nhiệm vụ") == []
