"""Words for people: gettext catalogues, compiled in memory, with dates, numbers and plurals through Babel."""

import gettext
import io
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("vi", "en")


class Words:
    """All that is said in one language. English is the language of the message ids."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations
        self._locale = Locale.parse(language)

    def text(self, message: str, /, **places: Any) -> str:
        """The message with its named places filled; a place that is missing raises KeyError rather than being sent."""
        return self._translations.gettext(message).format_map(places)

    def plural(self, one: str, many: str, number: int, /, **places: Any) -> str:
        """The message for that number, which it may name as `{n}`."""
        return self._translations.ngettext(one, many, number).format_map({"n": self.number(number), **places})

    def date(self, day: date) -> str:
        """Day/month/year without leading zeros, as Vietnamese letters print it, in every language of the product."""
        return f"{day.day}/{day.month}/{day.year}"

    def time(self, moment: time | datetime) -> str:
        """Hour and minute, 24-hour clock."""
        return f"{moment.hour:02}:{moment.minute:02}"

    def number(self, value: float) -> str:
        """A number with the language's separators."""
        return format_decimal(value, locale=self._locale)

    def percent(self, numerator: int, denominator: int) -> str:
        """A whole percentage, or a dash where there is nothing to divide by."""
        return format_percent(numerator / denominator, locale=self._locale) if denominator else "–"


@cache
def words(language: str) -> Words:
    """The words of a language; of Vietnamese where the language is unknown."""
    known = language if language in LANGUAGES else "vi"
    return Words(known, _compiled(read_parts(known)))


def read_parts(language: str) -> Catalog:
    """All parts of a language's catalogue in one."""
    whole = Catalog(locale=language)
    for path in sorted((FOLDER / language / "parts").glob("*.po")):
        with path.open("rb") as file:
            _merge(whole, read_po(file, locale=language))
    return whole


def _merge(whole: Catalog, part: Iterable[Any]) -> None:
    for message in part:
        if message.id:
            whole[message.id] = message


def _compiled(catalog: Catalog) -> gettext.GNUTranslations:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)
