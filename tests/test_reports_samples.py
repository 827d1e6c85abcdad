"""The samples in docs/ are what the script makes today."""

import pytest

from scripts.report_samples import FOLDER, UNIT, files, texts
from tests.report_weeks import written_week


@pytest.mark.parametrize("name", sorted(texts(written_week())))
def test_text_samples_are_current(name: str) -> None:
    """Each text in docs/reports is word for word what is rendered now; `python scripts/report_samples.py` makes it so."""
    assert (FOLDER / name).read_text(encoding="utf-8") == texts(written_week())[name]


def test_every_sample_is_there_and_named_in_the_index() -> None:
    """No file that the script makes is missing from the folder or from its index page."""
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    names = {*texts(written_week()), *files(written_week()), "weekly_report.png", "unit_report.png"} - {"README.md"}
    assert {name for name in names if not (FOLDER / name).is_file() or f"]({name})" not in index} == set()


def test_sample_unit_leads_tasks() -> None:
    """The unit whose own report is shown has something to report."""
    assert any(task.unit == UNIT for task in written_week().tasks)
