"""The photos of one letter that came as an album: several messages, one piece of work."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage.models import Inbox

QUIET = timedelta(seconds=2)
"""An album's photos come within moments of each other; after this long none is missing."""


def begun(session: Session, row: Inbox) -> bool:
    """Whether an earlier message of the same album waits to be read already."""
    return any(other.id != row.id for other in together(session, row))


def together(session: Session, row: Inbox) -> list[Inbox]:
    """The waiting messages of a message's album, in the order they came; only itself where it is in none."""
    album = row.work.get("album")
    if album is None:
        return [row]
    session.flush()
    rows = session.exec(select(Inbox).where(col(Inbox.has_work), Inbox.address_id == row.address_id).order_by(col(Inbox.id)))
    return [one for one in rows if one.work.get("album") == album]


def is_whole(rows: list[Inbox], now: datetime) -> bool:
    """Whether no more photos of an album are to be expected."""
    return rows[0].work.get("album") is None or now - max(row.received_at for row in rows) >= QUIET
