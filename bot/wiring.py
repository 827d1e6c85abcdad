"""From settings to what the other rooms take: rules of time, the office, links."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from sqlmodel import Session, col, select

from bot.settings import Settings, day_list, hours, week_time
from reports.facts import Office as ReportOffice
from scheduler.digest import Digests
from scheduler.preview import of_draft
from scheduler.rules import Rules, WeekTime
from storage.messages import Abilities
from storage.models import Mark, Unit
from storage.office import Office

USERNAMES = "usernames"


def rules_of(settings: Settings) -> Rules:
    """The rules of time that the settings say."""
    quiet_from, quiet_to = hours(settings.quiet_hours)
    return Rules(
        zone=settings.zone,
        quiet_from=quiet_from,
        quiet_to=quiet_to,
        remind_days=day_list(settings.remind_days),
        overdue_every=settings.overdue_every,
        daily_ceiling=settings.daily_ceiling,
        weekly_prompt=WeekTime(*week_time(settings.weekly_prompt)),
        weekly_cutoff=WeekTime(*week_time(settings.weekly_cutoff)),
        digest_at=WeekTime(*week_time(settings.digest_at)),
    )


def invite_links(session: Session, code: str) -> Mapping[str, str]:
    """The links that carry an invite's code, for every channel whose account we have learnt; Zalo's only leads to the bot."""
    mark = session.get(Mark, USERNAMES)
    names: dict[str, str] = dict(mark.value) if mark is not None else {}
    links = {name: f"https://zalo.me/{quote(account)}" for name, account in sorted(names.items()) if name.startswith("zalo")}
    if names.get("telegram"):
        links["telegram"] = f"https://t.me/{quote(names['telegram'])}?start={quote(code)}"
    return links


def remember_account(session: Session, channel: str, account: str, now: datetime) -> None:
    """Keeps what a channel's account is called, for the links of invites."""
    mark = session.get(Mark, USERNAMES) or Mark(name=USERNAMES, at=now)
    mark.value, mark.at = {**mark.value, channel: account}, now
    session.add(mark)


def office_of(settings: Settings, abilities: Mapping[str, Abilities]) -> Office:
    """The office as those who answer see it."""
    rules = rules_of(settings)
    return Office(
        zone=settings.zone,
        data_dir=settings.data_dir,
        language=settings.locale,
        message_detail=settings.message_detail,
        abilities=abilities,
        preview=lambda session, directive_id, now: of_draft(session, directive_id, now, rules),
        invite_links=invite_links,
    )


def digests_of(settings: Settings, office: Office, session: Session) -> Digests:
    """What makes the digests; its letterhead is the roster's top unit."""
    return Digests(rules_of(settings), office, report_office(session))


def report_office(session: Session) -> ReportOffice:
    """The head of the office's reports: the roster's first unit that has no other above it."""
    top = session.exec(select(Unit).where(col(Unit.parent_id).is_(None), Unit.kind != "group").order_by(col(Unit.id))).first()
    return ReportOffice(top.name if top is not None else "")
