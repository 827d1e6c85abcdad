"""The message of a digest for one reader: as long as their chat takes it, with the buttons that fit their part in it."""

from datetime import datetime

from locales import Words, words
from reports.answers import Answers, shortcuts
from reports.digest_answers import digest_answers
from reports.facts import WeekFacts
from reports.fit import Lines, utf16_length
from reports.weekly import message
from scheduler.digest_files import PDF, Written, part_names
from storage.messages import Abilities, Address, Choice, OutFile, Outgoing, bold, numbered

LINK_LINE = 190
"""A signed link to a file takes a line of about this length where the chat itself takes no files."""
SPARE = 60
MOST_LATE = 6
"""So many late tasks get the leader's shortcuts; where choices are numbered lines of the text, only the first two."""
MOST_LATE_NUMBERED = 2
Rows = tuple[tuple[Choice, ...], ...]


def digest_message(facts: WeekFacts, to: Address, language: str, abilities: Abilities, written: Written, head: str = "") -> Outgoing:
    """The digest for a leader: shortcuts under the late tasks, the files, and a word on parts that are missing."""
    said = words(language)
    ending = _ending(said, written)
    most = MOST_LATE if abilities.buttons and not abilities.typed_twin else MOST_LATE_NUMBERED
    room = abilities.max_text - utf16_length(head + ending) - _files_take(abilities, written) - SPARE
    lines = message(facts, language, room)
    rows = _late_rows(said, lines, most)
    if rows and most == MOST_LATE_NUMBERED:
        lines = message(facts, language, room - utf16_length(numbered("", rows)))
        rows = _late_rows(said, lines, most)
    return Outgoing(to, head + _text(lines) + ending, rows, _carried(abilities, written))


def preview_message(
    facts: WeekFacts, to: Address, language: str, abilities: Abilities, written: Written, leaves_at: datetime, *, steers: bool
) -> Outgoing:
    """The same for a coordinator, two hours before. `leaves_at` is in the office's zone; who `steers` can send, change or put it off."""
    said = words(language)
    head = said.text("Preview of the digest that leaves at {hour}:", hour=said.time(leaves_at)) + "\n"
    rows = _choices(digest_answers(said, facts.week)) if steers else ()
    ending = _ending(said, written)
    taken = utf16_length(head + ending + numbered("", rows)) + _files_take(abilities, written)
    lines = message(facts, language, abilities.max_text - taken - SPARE)
    return Outgoing(to, head + _text(lines) + ending, rows, _carried(abilities, written))


def _text(lines: Lines) -> str:
    return "\n".join(bold(line.text) if line.strong else line.text for line in lines)


def _late_rows(said: Words, lines: Lines, most: int) -> Rows:
    numbers = [int(line.code.removeprefix("#")) for line in lines if line.code]
    return tuple(row for number in list(dict.fromkeys(numbers))[:most] for row in _choices(shortcuts(said, number)))


def _choices(answers: Answers) -> Rows:
    return tuple(tuple(Choice(*answer) for answer in row) for row in answers)


def _ending(said: Words, written: Written) -> str:
    if not written.missing:
        return ""
    missing = part_names(said, written.missing)
    return "\n\n" + said.text("Missing from this digest because making it failed: {parts}.", parts=missing)


def _carried(abilities: Abilities, written: Written) -> tuple[OutFile, ...]:
    """The files to send; where they are links in the text, the PDF of a report that is there anyway would only take its room."""
    if abilities.files_out:
        return written.files
    return tuple(file for file in written.files if file.mime != PDF)


def _files_take(abilities: Abilities, written: Written) -> int:
    """How much of the text the links to files will take; a picture is shown, not linked."""
    if abilities.files_out and not abilities.file_endings:
        return 0
    return LINK_LINE * sum(not file.picture for file in _carried(abilities, written))
