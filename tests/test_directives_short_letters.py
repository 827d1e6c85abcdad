"""Letters of a paragraph or a few points: who is told, and by when."""

import re
from pathlib import Path

import pytest

from directives.parse import parse

TEXT = (Path(__file__).parent / "golden" / "short_letters" / "letters.txt").read_text(encoding="utf-8")
CASES = [re.split(r"\n", block, maxsplit=1) for block in re.split(r"^== ", TEXT, flags=re.MULTILINE)[1:]]
WRITERS = {
    "tỉnh": ("UBND TỈNH LÂM HÀ", "125/UBND-NC", "Các sở, ban, ngành tỉnh", "UBND các huyện, thành phố"),
    "sở": ("UBND TỈNH LÂM HÀ\nSỞ NỘI VỤ", "125/SNV-CCHC", "Các sở, ban, ngành tỉnh", "UBND các huyện, thành phố"),
    "huyện": ("UBND HUYỆN AN LỘC", "125/UBND-VP", "Các phòng, ban, ngành huyện", "UBND các xã, thị trấn"),
}


def letter(writer: str, body: str) -> bytes:
    """The body with the head, the addressees and the recipients of a letter of 2 April 2024."""
    issuer, number, *addressees = WRITERS[writer]
    head = f"{issuer}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSố: {number}\n\nLâm Hà, ngày 02 tháng 4 năm 2024\n\nV/v một số việc"
    to = "\n\n".join(f"- {name}" for name in addressees)
    return f"{head}\n\nKính gửi:\n\n{to}.\n\n{body}\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n".encode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case[1].split()[:6]))
def test_short_letter(case: list[str]) -> None:
    """Every line below the letter is one task, in order, and there is no other."""
    writer, rest = case
    body, _, expected = rest.partition("\n--\n")
    tasks = parse("a.txt", letter(writer.strip(), body.strip())).tasks
    read = [f"{'; '.join(task.lead)} | {'; '.join(task.support)} | {task.due_on or task.rrule or '-'}" for task in tasks]
    assert [re.sub(r"\s+", " ", line) for line in read] == [re.sub(r"\s+", " ", line) for line in expected.strip().splitlines()]
