"""From settings to what the other rooms take: rules of time, the office, links."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import quote

from sqlmodel import Session

from bot import quota
from bot.doors import doors, report_office
from bot.setting_forms import day_list, hours, named_values, week_time
from bot.settings import Settings
from bot.web.signing import UPLOAD, UPLOAD_HOURS, issue
from bot.wrapping import Wrapping
from reports.pdf import can_convert
from scheduler.digest import Digests
from scheduler.rules import Rules, WeekTime
from storage.messages import Abilities
from storage.models import ChatAddress, Mark
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
        **doors(rules, settings.data_dir),
        is_tight=partial(quota.is_tight, quota.plan_of(settings)),
        upload_link=partial(upload_link, settings.public_url),
        invite_links=invite_links,
    )


def upload_link(public_url: str | None, session: Session, address_id: int, now: datetime) -> tuple[str, datetime] | None:
    """A page where the owner of a chat can send files, and until when; None where no page is seen from outside, or for a stranger."""
    chat = session.get(ChatAddress, address_id)
    token = issue(session, UPLOAD, chat, now, UPLOAD_HOURS) if public_url and chat is not None else None
    return (f"{(public_url or '').rstrip('/')}/u/{token}", now + timedelta(hours=UPLOAD_HOURS)) if token else None


def wrapping_of(settings: Settings) -> Wrapping:
    """How messages are made into what their channels carry."""
    return Wrapping(
        settings.data_dir,
        settings.zone,
        settings.locale,
        settings.public_url,
        settings.link_hours,
        named_values(settings.zalo_oa_templates),
        settings.zalo_oa_template_by == "phone",
    )


def digests_of(settings: Settings, office: Office, session: Session) -> Digests:
    """What makes the digests; its letterhead is the roster's top unit. Nobody who moves the demo's clock waits for LibreOffice."""
    with_pdf = can_convert() and "web" not in office.abilities
    return Digests(rules_of(settings), office, report_office(session), with_pdf=with_pdf)
