"""What came before a request: the newest report, and how earlier requests about the same duty ended."""

from sqlmodel import Session, col, select

from handlers.intents.receipts import describe
from locales import Words
from storage import progress
from storage.duties import Duty
from storage.models import Request
from storage.office import Office

SHOWN = 3


def precedents(session: Session, said: Words, duty: Duty, request: Request, office: Office) -> list[str]:
    """A line each, the newest first; nothing where there is no history yet."""
    lines = []
    report = progress.latest(session, duty.occurrence.id or 0)
    if report is not None:
        told_on = office.today(report.at)
        lines.append(said.text("Last report {day}: {understood}", day=said.date(told_on), understood=describe(said, report, told_on)))
    earlier = select(Request).where(Request.occurrence_id == duty.occurrence.id, Request.id != request.id)
    lines += [_line(said, one, office) for one in session.exec(earlier.order_by(col(Request.id).desc()).limit(SHOWN))]
    return lines


def _line(said: Words, one: Request, office: Office) -> str:
    outcomes = {
        "granted": said.text("granted"),
        "refused": said.text("refused"),
        "asked": said.text("not decided"),
        "stale": said.text("overtaken"),
    }
    day, outcome = said.date(office.today(one.at)), outcomes.get(one.state, one.state)
    if one.to_due_on is None:
        return said.text("Earlier request {day}: not the unit's task – {outcome}", day=day, outcome=outcome)
    return said.text("Earlier request {day}: extension to {until} – {outcome}", day=day, until=said.date(one.to_due_on), outcome=outcome)
