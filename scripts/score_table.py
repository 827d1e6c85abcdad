"""Writes docs/accuracy.md: how the reader scores, directive by directive. Needs the folder of real directives beside the checkout."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from directives.parse import parse

ROOT = Path(__file__).resolve().parent.parent
SHARED_GOLD = ROOT.parent / "shared" / "gold"
OWN_GOLD = ROOT / "tests" / "golden" / "directives"
PAGE = ROOT / "docs" / "accuracy.md"

HEAD = """# Accuracy of reading

Made by `python scripts/score_table.py`; the figures are those of the annotation guide's scorer, with an empty roster.
A dated task counts when its quote holds the annotated place and its due day, hour or recurrence is right.
*Lead*, *support* and *communes* are taken over the dated tasks found; *stray* counts tasks without a day that the annotators did not see.

"""
REAL = "## Real directives, annotated by careful readers\n\n"
OWN = """
## Invented directives in other forms

Written for this project (`tests/golden/directives`) by those who wrote the rules; the expected tasks were drafted by the reader and
corrected by hand. They guard against steps backwards and prove nothing about letters never seen. They cover other offices (ministry's
department, province, department, district, ward, commune, party committee), the years 2021 to 2026 and other forms (dispatch, notice,
directive, decision with an annex table, plan by labelled facts, plain letter).

"""
UNSEEN = """
## Letters written by somebody else, first reading

Fifteen letters in the forms of other offices, written and annotated by somebody who had not written the rules, before the reader first saw
them. The figures are those of that first reading and are not made anew: the rules have since been mended by these letters' misses.
The later reading of the same letters is therefore no measure; expect of a letter never seen what stands here.

| letter | dated | F1 | lead |
| --- | --- | --- | --- |
| handing over the districts (province, 2025) | 7/7 | 1.000 | 1.000 |
| measles and dengue (department to communes, 2025) | 7/8 | 0.933 | 1.000 |
| weekly meeting (district, 2023) | 10/10 | 1.000 | 0.900 |
| vaccination of livestock (commune, 2026) | 7/7 | 1.000 | 1.000 |
| fire safety directive (city, 2024) | 13/13 | 1.000 | 0.923 |
| year-end review (commune party committee, 2025) | 7/7 | 1.000 | 0.571 |
| storm dispatch (province, 2025) | 5/7 | 0.833 | 0.800 |
| administrative reform, table (district, 2021) | 9/11 | 0.818 | 1.000 |
| digital services (ward, 2025) | 9/9 | 1.000 | 1.000 |
| advanced new rural commune, by criterion (2023) | 7/8 | 0.875 | 0.857 |
| end of term (district education office, 2019) | 5/5 | 1.000 | 0.600 |
| site clearance (province office, 2022) | 10/11 | 0.909 | 0.800 |
| dues and Tet (commune to villages, 2022) | 7/8 | 0.933 | 0.571 |
| work programme (province steering committee, 2024) | 11/13 | 0.846 | 1.000 |
| decision by persons (commune, 2025) | 5/6 | 0.909 | 0.000 |
| **all** | 119/130 | 0.933 | 0.840 |
"""
COLUMNS = ("directive", "dated", "P", "R", "F1", "lead", "support P", "support R", "communes", "undated R", "stray", "warnings")


def scorer() -> ModuleType:
    """The guide's own scorer, loaded from where it is kept."""
    place = importlib.util.spec_from_file_location("score", SHARED_GOLD / "score.py")
    if place is None or place.loader is None or not (SHARED_GOLD / "score.py").is_file():
        sys.exit("The folder of real directives with its scorer is not beside this checkout.")
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def rows(score: ModuleType, folder: Path) -> list[tuple[str, ...]]:
    """One row a directive, and one for all together."""
    total: dict[str, Any] = {}
    lines = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "file" not in gold:
            continue
        file = (folder / gold["file"]).resolve()
        read = json.loads(json.dumps(parse(file.name, file.read_bytes()).to_json()))
        result = score.compare(gold, read, score.folder_text(gold, str(path)))
        lines.append(row(score, path.stem, result))
        total = score.add(total, result)
    return [*lines, row(score, "**all**", total)]


def row(score: ModuleType, name: str, result: dict[str, Any]) -> tuple[str, ...]:
    """The figures of one result, as the table shows them."""
    hit, wanted = result["hit"], result["hit"] + len(result["missed"])
    precision, recall = score.ratio(hit, hit + len(result["extra"])), score.ratio(hit, wanted)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    shares = [
        precision, recall, f1, score.ratio(result["lead"], hit),
        score.ratio(result["support_hit"], result["support_read"]), score.ratio(result["support_hit"], result["support_gold"]),
        score.ratio(result["communes"], hit), score.ratio(result["plain_hit"], result["plain_gold"]),
    ]  # fmt: skip
    stray, warned = f"{result['plain_extra']}/{result['plain_read']}", f"{result['warn_hit']}/{result['warn_gold']}"
    return (name, f"{hit}/{wanted}", *(f"{share:.3f}" for share in shares), stray, warned)


def table(lines: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    bars = ["| " + " | ".join(line) + " |" for line in (COLUMNS, ("---",) * len(COLUMNS), *lines)]
    return "\n".join(bars) + "\n"


def main() -> None:
    """Scores every annotated directive and writes the page."""
    score = scorer()
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(HEAD + REAL + table(rows(score, SHARED_GOLD)) + OWN + table(rows(score, OWN_GOLD)) + UNSEEN, encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
