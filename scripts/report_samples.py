"""Makes the samples in docs/reports/ from one written week: message, picture, Word report, unit's report, tracking sheet, calendar.

Run as `python scripts/report_samples.py`. The previews of Word pages need LibreOffice and are left as they are without it.
"""

import io
import sys
from pathlib import Path

import pypdfium2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reports.calendar import calendar
from reports.chart import picture
from reports.facts import Office, WeekFacts
from reports.fit import plain
from reports.kept import from_json
from reports.pdf import pdf
from reports.sheet import tracking_sheet
from reports.unit_report import unit_message, unit_report
from reports.weekly import plain_text
from reports.word import weekly_report

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reports"
UNIT = "UBND xã Cao Lâu"
UNIT_OFFICE = Office(
    UNIT,
    "Cao Lâu",
    symbol="BC-UBND",
    addressee="UBND huyện Cao Lộc",
    recipients=("Như trên", "Lưu: VT"),
    signer_title="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
)
INDEX = """# What goes out on Friday

One week of a made-up programme, rendered by `python scripts/report_samples.py`; nothing here is written by hand.

| file | what it is |
|---|---|
| [message.vi.txt](message.vi.txt), [message.en.txt](message.en.txt) | the message, Vietnamese and English |
| [message.zalo.txt](message.zalo.txt) | the same in 2,000 characters |
| [week.png](week.png) | the picture |
| [weekly_report.docx](weekly_report.docx) | the draft of the official report ([page 1](weekly_report.png)) |
| [tracking.xlsx](tracking.xlsx) | the tracking table |
| [deadlines.ics](deadlines.ics) | the deadlines for a calendar |
| [unit.txt](unit.txt), [unit_report.docx](unit_report.docx) | one commune's own report, from its chat ([page 1](unit_report.png)) |

## The message

```text
{message}
```

## The picture

![Bars per unit and a heat map of weeks](week.png)

## The first page of the report

![First page of the Word report](weekly_report.png)
"""


def texts(facts: WeekFacts) -> dict[str, str]:
    """The samples that are text, by file name."""
    message = plain_text(facts)
    return {
        "README.md": INDEX.format(message=message),
        "message.vi.txt": message + "\n",
        "message.en.txt": plain_text(facts, "en") + "\n",
        "message.zalo.txt": plain_text(facts, limit=2000) + "\n",
        "unit.txt": plain(unit_message(facts, UNIT)) + "\n",
    }


def files(facts: WeekFacts) -> dict[str, bytes]:
    """The samples that are not text, by file name."""
    return {
        "week.png": picture(facts),
        "weekly_report.docx": weekly_report(facts),
        "tracking.xlsx": tracking_sheet(facts),
        "deadlines.ics": calendar(facts.tasks, facts.as_of, facts.office.name),
        "unit_report.docx": unit_report(facts, UNIT, UNIT_OFFICE),
    }


def first_page(document: bytes) -> bytes | None:
    """A picture of a Word file's first page; None without LibreOffice."""
    made = pdf(document)
    if made is None:
        return None
    buffer = io.BytesIO()
    pypdfium2.PdfDocument(made)[0].render(scale=1.5).to_pil().save(buffer, "PNG")
    return buffer.getvalue()


def main() -> None:
    """Writes all samples and says which."""
    facts = from_json((ROOT / "tests" / "golden" / "reports" / "week.json").read_text(encoding="utf-8"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in texts(facts).items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    made = files(facts)
    for name, content in made.items():
        (FOLDER / name).write_bytes(content)
    for name in ("weekly_report", "unit_report"):
        if page := first_page(made[f"{name}.docx"]):
            (FOLDER / f"{name}.png").write_bytes(page)
    print("\n".join(sorted(path.name for path in FOLDER.iterdir())))


if __name__ == "__main__":
    main()
