"""Requests of officers that wait for a decision."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from storage.models import Request


def open_requests(session: Session, occurrence_ids: Collection[int]) -> list[Request]:
    """The undecided requests about some duties, the newest first."""
    query = select(Request).where(col(Request.occurrence_id).in_(occurrence_ids), Request.state == "asked")
    return list(session.exec(query.order_by(col(Request.id).desc())))
