"""What the office's settings mean to those who answer: zone, language, limits, and a few doors into the rest of the house."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from locales import Words
from storage.messages import Abilities, OutFile


@dataclass(frozen=True, slots=True)
class Preview:
    """One message that would go out: when (aware), about which unit and task codes, to whom, at which stage.

    `stage` is a reminder's, or "weekly", "nudge", "received", "morning" (a unit with nobody linked), "summary", "preview", "digest".
    """

    at: datetime
    unit: str
    to: str
    tasks: tuple[str, ...]
    stage: str

    @property
    def only_if(self) -> str:
        """What must still be so by then for it to go out: "unanswered", "unlinked", or "" where it goes in any case."""
        return {"nudge": "unanswered", "received": "unanswered", "morning": "unlinked"}.get(self.stage, "")


@dataclass(frozen=True, slots=True)
class Office:
    """The office that runs the bot. `abilities` by the channel's name; `messages_a_minute` is how many of one chat are answered.

    `is_tight(session, channel, bot, now)` is whether a bot's plan is so far used that what is not urgent waits.
    `upload_link(session, address_id, now)` is a page for files that the chat itself does not take, None where there is no such page.
    `preview(session, directive_id, now)` is what a draft would send in its first 14 days, `invite_links(session, code)` a link a channel,
    `export(session, kind, unit_ids, now, words)` the tracking table ("xlsx") or the calendar ("ics") of some units (None = all) as a file,
    `statement(session, now, words)` the morning statement in words, `why_not(session, unit_id, now, words)` why a unit was not told.
    """

    zone: ZoneInfo
    data_dir: Path
    language: str = "vi"
    correction_hours: int = 48
    message_detail: str = "full"
    messages_a_minute: int = 60
    abilities: Mapping[str, Abilities] = field(default_factory=dict)
    preview: Callable[[Session, int, datetime], Sequence[Preview]] = lambda _session, _directive, _now: ()
    statement: Callable[[Session, datetime, Words], str] = lambda _session, _now, _words: ""
    why_not: Callable[[Session, int, datetime, Words], str] = lambda _session, _unit, _now, _words: ""
    export: Callable[[Session, str, Collection[int] | None, datetime, Words], OutFile | None] = lambda _s, _kind, _units, _now, _words: None
    is_tight: Callable[[Session, str, str, datetime], bool] = lambda _session, _channel, _bot, _now: False
    upload_link: Callable[[Session, int, datetime], tuple[str, datetime] | None] = lambda _session, _address_id, _now: None
    invite_links: Callable[[Session, str], Mapping[str, str]] = lambda _session, _code: {}

    def today(self, now: datetime) -> date:
        """The office's date at an aware instant."""
        return now.astimezone(self.zone).date()
