"""The weekly digest in chat: to look at it now, and what a coordinator does with it before it leaves."""

from typing import Any

from handlers.desk import Desk
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from reports.digest_answers import digest_answers
from reports.weeks import iso_week, week_number
from storage import digests, events
from storage.digests import DigestWeek
from storage.messages import Choice, Reply

LONGEST_FOREWORD = 1000


def digest(desk: Desk, _intent: i.Digest) -> list[Reply]:
    """This week's digest as it would leave now, for the asker's part of the tree. It takes a moment and comes as a message of its own."""
    digests.add_job(desk.session, "look", iso_week(desk.today), str(desk.asker_id), desk.now)
    return [Reply(desk.words.text("This week's digest as of now is being prepared. It comes here in a moment."))]


def steer(desk: Desk, intent: i.SteerDigest) -> list[Reply]:
    """Sends it now, asks for its first words, or puts it off; each is in the trail. Only who answers for every unit may."""
    said, week = desk.words, _named(desk, intent.week)
    if not digests.covers_all(desk.session, desk.watched_units):
        return [Reply(said.text("You have no right to do this."))]
    if week is None:
        return [Reply(said.text("There is no digest of that week."))]
    if week.state not in digests.WAITING:
        return [_has_left(desk, week)]
    if intent.act == "foreword":
        return [_ask_foreword(desk, week)]
    return [_send(desk, week) if intent.act == "send" else _put_off(desk, week)]


def _named(desk: Desk, number: int) -> DigestWeek | None:
    return digests.week_named(desk.session, f"{number // 100}-W{number % 100:02}")


def _has_left(desk: Desk, week: DigestWeek) -> Reply:
    return Reply(desk.words.text("The digest of week {week} has left already; it can't be changed any more.", week=week_number(week.week)))


def _send(desk: Desk, week: DigestWeek) -> Reply:
    digests.want(desk.session, week.week, desk.now, put_off_too=True)
    _trail(desk, "digest_sent_by_hand", week)
    return Reply(desk.words.text("Recorded: the digest of week {week} leaves now.", week=week_number(week.week)))


def _put_off(desk: Desk, week: DigestWeek) -> Reply:
    digests.put_off(desk.session, week.week)
    _trail(desk, "digest_put_off", week)
    text = desk.words.text(
        "Recorded: the digest of week {week} is put off. It leaves only when you tap “{send}”.",
        week=week_number(week.week),
        send=desk.words.text("Send now"),
    )
    return Reply(text, _choices(desk, week, can_put_off=False))


def _ask_foreword(desk: Desk, week: DigestWeek) -> Reply:
    said = desk.words
    text = said.text("Please type the foreword of the digest of week {week}: one or two sentences.", week=week_number(week.week))
    if week.foreword:
        text += "\n" + said.text("It says now: “{foreword}”", foreword=week.foreword)
    return desk.ask("foreword", text, week=week.week)


def foreword_given(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """What was typed becomes the foreword; a button or a command is something of its own."""
    typed = " ".join(desk.message.text.split())[:LONGEST_FOREWORD]
    if desk.message.choice is not None or not typed or not isinstance(intent, i.Answer | i.Unclear):
        return None
    desk.answered()
    week = digests.week_named(desk.session, str(data["week"]))
    if week is None or not digests.set_foreword(desk.session, week.week, typed):
        return [_has_left(desk, week)] if week is not None else None
    _trail(desk, "digest_foreword", week, foreword=typed)
    text = desk.words.text("Recorded. The digest of week {week} begins with: “{foreword}”", week=week_number(week.week), foreword=typed)
    return [Reply(text, _choices(desk, week, can_put_off=week.state == "preview"))]


def _choices(desk: Desk, week: DigestWeek, *, can_put_off: bool) -> tuple[tuple[Choice, ...], ...]:
    rows = digest_answers(desk.words, week.week, can_put_off=can_put_off)
    return tuple(tuple(Choice(*answer) for answer in row) for row in rows)


def _trail(desk: Desk, kind: str, week: DigestWeek, **after: str) -> None:
    before = {"state": week.state, "foreword": week.foreword}
    told = {"week": week.week, **after}
    events.record(desk.session, kind, desk.now, person_id=desk.asker_id, inbox_id=desk.inbox.id, before=before, after=told)
