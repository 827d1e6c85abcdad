"""What an open page is told while it is open, as server-sent events."""

import json
from collections.abc import AsyncIterator

from bot.channels.web import Web
from bot.web.demo_clock import ClockButtons
from bot.web.look import Look, Phones

BUSY_BEAT_S, IDLE_BEAT_S = 0.25, 5.0


async def stream(web: Web, look: Look, phones: Phones, clock: ClockButtons, place: str) -> AsyncIterator[str]:
    """Events after a place ("epoch.revision"), until the channel is closed.

    A place of another epoch (the server was started anew) is answered with "reload": what the page shows is gone.
    """
    epoch, _, revision = place.partition(".")
    if epoch != web.epoch or not revision.isdigit():
        yield "retry: 1000\nevent: reload\ndata: {}\n\n"
        return
    seen, last_state = int(revision), ""
    yield "retry: 1000\n\n"
    while not web.closed:
        beat = web.beat
        for chat, shown in web.changes(seen):
            seen = max(seen, shown.revision)
            data = {"chat": chat, "id": shown.id, "html": look.message(web, chat, shown)}
            yield f"id: {web.epoch}.{shown.revision}\nevent: message\ndata: {json.dumps(data)}\n\n"
        state = _state(web, look, phones, clock)
        # A comment keeps the connection in use, so that one whose page is gone is noticed.
        yield f"event: state\ndata: {state}\n\n" if state != last_state else ":\n\n"
        last_state = state
        await web.news(beat, BUSY_BEAT_S if clock.busy else IDLE_BEAT_S)


def _state(web: Web, look: Look, phones: Phones, clock: ClockButtons) -> str:
    faces = {phone.chat: {"style": web.style(phone.chat), "working": web.is_working(phone.chat)} for phone in phones}
    return json.dumps({"clock": look.clock(clock.now(), clock.busy), "phones": faces})
