"""How the demo looks: phones and messages as HTML. Everything that people wrote is escaped."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.channels.web import STYLES, Shown, Web
from bot.web.forms import MAX_FILES_MB
from bot.web.labels import clock_label, day_label, labels
from locales import Words
from storage.messages import BOLD_OFF, BOLD_ON, clean, pages, with_numbers

_BOLD = re.compile(f"{BOLD_ON}([^{BOLD_ON}{BOLD_OFF}]*){BOLD_OFF}")
_LINK = re.compile(r"\bhttps?://[^\s<>\"'&]+(?:&amp;[^\s<>\"'&]+)*")


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone of the page. `chat` is its address on the channel "web": lower-case letters, digits and dashes."""

    chat: str
    name: str
    note: str = ""
    sends_files: bool = True


Phones = tuple[Phone, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """All that drawing needs besides what is drawn."""

    words: Words
    zone: ZoneInfo
    templates: Environment

    def page(self, web: Web, phones: Phones, clock: dict[str, str | bool]) -> str:
        """The whole page."""
        page = self.templates.get_template("page.html")
        logs = {phone.chat: self._log(web, phone.chat) for phone in phones}
        return page.render(web=web, phones=phones, logs=logs, clock=clock, place=f"{web.epoch}.{web.revision}", styles=STYLES)

    def message(self, web: Web, chat: str, shown: Shown) -> Markup:
        """One message with its buttons and files, below the day's name where it is the first of a day."""
        abilities = STYLES[web.style(chat)]
        text = with_numbers(shown.text, shown.choices, abilities)
        html = self.templates.get_template("message.html").render(
            chat=chat,
            shown=shown,
            at=shown.at.astimezone(self.zone),
            parts=pages(text, abilities.max_text),
            choices=shown.choices if abilities.buttons else (),
            day=self._new_day(shown),
        )
        return Markup(html)  # noqa: S704 - the template escapes

    def clock(self, now: datetime, busy: bool) -> dict[str, str | bool]:
        """The clock's face: for people, for machines, and whether it is running."""
        local = now.astimezone(self.zone)
        return {"text": clock_label(self.words, local), "iso": local.isoformat(timespec="minutes"), "busy": busy}

    def _log(self, web: Web, chat: str) -> Markup:
        return Markup("").join(self.message(web, chat, shown) for shown in web.transcript(chat))

    def _new_day(self, shown: Shown) -> str:
        at = shown.at.astimezone(self.zone)
        same = shown.above_at is not None and shown.above_at.astimezone(self.zone).date() == at.date()
        return "" if same else day_label(self.words, at)


def look(words: Words, zone: ZoneInfo) -> Look:
    """The looks of the page in one language and zone."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["rich"] = rich
    templates.globals.update(
        labels=labels(words, MAX_FILES_MB),
        max_files_bytes=MAX_FILES_MB * 1024 * 1024,
        language=words.language,
        fresh_id=uuid4,
        time=words.time,
    )
    return Look(words, zone, templates)


def rich(text: str) -> Markup:
    """A composed message as HTML: emphasis marks become <strong>, addresses links; all else is escaped."""
    html = _BOLD.sub(r"<strong>\1</strong>", str(escape(text)))
    html = _LINK.sub(r'<a href="\g<0>" rel="noopener">\g<0></a>', html)
    return Markup(clean(html))  # noqa: S704 - escaped above
