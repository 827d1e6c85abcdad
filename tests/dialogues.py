"""Reading and playing golden dialogues: files that read as conversations.

    # One sentence: what must be true.
    Mai: việc của tôi                somebody types
    Mai [Hoàn thành]                 somebody taps the newest button with this label
    Mai sends a.jpg, b.pdf: #2 xong  somebody sends files (several: an album) with words, or none behind the colon
    Mai sends place 21.85, 106.76    somebody shares where they are
    Mai shares 0912345678            somebody shares their own phone number; "Mai shares another's 09…" that of somebody else
    Mai forges done 3                somebody presses a button of that value
    Mai says 40 times: xin chào      somebody floods
    Mai is officer of UBND xã …      somebody gets one more role; Nam and Lan are linked by their first
    Mai@nhóm: #2 xong                somebody types in the group chat "nhóm"; taps and sends there in the same way
    Mai@nhóm replies: xong           … in answer to the bot's newest message there; "replies with a.jpg" sends a file
    nhóm is added                    the bot is added to the group; "is removed"; "moves to nhóm mới"
    Mai> Đã ghi nhận #2              since the last step this chat was sent something that holds these words
    Mai! #3                          … and nothing that holds these
    Mai- nothing                     … and nothing at all
    Mai# 2                           … and so many messages, edited ones included
    Mai gets a.jpg                   … and among its files is one of this name
    wait 1 day                       time passes (minutes, hours, days), the beat beats
    until 2024-03-25 08:00           time passes until then
    restart                          the process is started again on the same store

CODE stands for the newest invite code that anybody was shown, "CO-DE" for the same with a hyphen, "co de" in small letters with a blank.
A title that ends with "(with buttons)" taps an older message, which a bare number cannot do.
Dialogues in one file stand apart by an empty line and begin with a `#` line. The weekly digests are
sent in the files whose names begin with "digest". "#1", "#2", "#3" are the codes of the house's letter.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage import people, units
from storage.db import transaction
from storage.messages import Contact, Outgoing, plain
from storage.models import Person
from tests.house import CAST, ZONE, House

GOLDEN = Path(__file__).parent / "golden" / "dialogues"
GROUPS = ("nhóm mới", "nhóm")
PEOPLE = (*CAST, "Lạ", "Nam", "Lan")
CHATS = (*GROUPS, *PEOPLE)
BYTES = {".jpg": b"\xff\xd8\xff\xe0 a photo ", ".pdf": b"%PDF-1.7 a letter ", ".exe": b"MZ a program ", ".html": b"<html>", ".ogg": b"OggS"}
_WHO = rf"(?P<who>{'|'.join(PEOPLE)})(?:@(?P<group>{'|'.join(GROUPS)}))?"
_SHOWN_CODE = re.compile(r"\b[A-HJKMNP-Z2-9]{8}\b")
_CHECK = re.compile(rf"^(?P<chat>{'|'.join(CHATS)})(?P<sign>[>!#-]|\sgets)\s*(?P<words>.*)$")


@dataclass(frozen=True)
class Dialogue:
    """One conversation: its sentence, where it stands, and its steps with their line numbers."""

    title: str
    place: str
    steps: tuple[tuple[int, str], ...]

    @property
    def needs_buttons(self) -> bool:
        """Whether an older message is tapped, which numbers cannot say."""
        return self.title.endswith("(with buttons)")


def dialogues() -> Iterator[Dialogue]:
    """All golden dialogues, in the order of the files."""
    for path in sorted(GOLDEN.glob("*.txt")):
        title, first, steps = "", 0, []
        for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), "# end"], 1):
            if line.startswith("# "):
                if steps:
                    yield Dialogue(title, f"{path.stem}:{first}", tuple(steps))
                title, first, steps = line[2:], number, []
            elif line.strip():
                steps.append((number, line.strip()))


def play(house: House, dialogue: Dialogue) -> None:
    """Plays a dialogue; a step that does not come true fails with its line."""
    if dialogue.place.startswith("digest"):
        house.sends_digests()
    before = {chat: house.standing(chat) for chat in CHATS}
    for number, line in dialogue.steps:
        checked = _CHECK.match(line)
        if checked:
            chat = checked["chat"]
            fresh = [message for key, message in house.standing(chat).items() if before[chat].get(key) is not message]
            _check(f"{dialogue.place} line {number}: {chat}", checked["sign"].strip(), checked["words"], fresh)
            continue
        before = {chat: house.standing(chat) for chat in CHATS}
        _act(house, line)


def _act(house: House, line: str) -> None:
    for pattern, act in _STEPS:
        match = re.fullmatch(pattern, line)
        if match:
            act(house, match)
            return
    raise ValueError(f"not a step: {line}")


def _where(match: re.Match[str]) -> tuple[str, dict[str, object]]:
    """The chat that is written in, and what the message says of its writer."""
    group = match.groupdict().get("group")
    return (group, {"person": match["who"], "group": True}) if group else (match["who"], {})


def _with_code(house: House, text: str) -> str:
    shown = [code for message in house.channel.sent.values() for code in _SHOWN_CODE.findall(plain(message.text))]
    code = shown[-1] if shown else "ABCDEFGH"
    return text.replace("CODE", code).replace("CO-DE", f"{code[:4]}-{code[4:]}").replace("co de", f"{code[:4]} {code[4:]}".lower())


def _says(house: House, match: re.Match[str]) -> None:
    chat, context = _where(match)
    house.says(chat, _with_code(house, match["text"]), **context)


def _replies(house: House, match: re.Match[str]) -> None:
    chat, context = _where(match)
    house.says(chat, match["text"], reply_to=list(house.standing(chat))[-1], **context)


def _taps(house: House, match: re.Match[str]) -> None:
    chat, context = _where(match)
    house.taps(chat, match["label"], by=match["who"] if context else None)


def _sends(house: House, match: re.Match[str]) -> None:
    chat, context = _where(match)
    names = [name.strip() for name in match["files"].split(",")]
    house.sends(chat, {name: BYTES[Path(name).suffix] + name.encode() for name in names}, (match["text"] or "").strip(), **context)


def _replies_with(house: House, match: re.Match[str]) -> None:
    chat, context = _where(match)
    content = BYTES[Path(match["file"]).suffix] + match["file"].encode()
    house.sends(chat, {match["file"]: content}, reply_to=list(house.standing(chat))[-1], **context)


def _place(house: House, match: re.Match[str]) -> None:
    house.says(match["who"], location=(float(match["latitude"]), float(match["longitude"])))


def _shares(house: House, match: re.Match[str]) -> None:
    house.says(match["who"], contact=Contact(match["phone"], own=match["other"] is None))


def _flood(house: House, match: re.Match[str]) -> None:
    for _ in range(int(match["times"])):
        house.says(match["who"], match["text"])


def _is_of(house: House, match: re.Match[str]) -> None:
    """Gives somebody a role, and links them where this is their first."""
    now = house.now.astimezone(UTC)
    with transaction(house.engine) as session:
        address = people.own_address(session, house.address(match["who"]))
        person = session.get(Person, address.person_id) if address.person_id is not None else None
        if person is None:
            person = Person(name=match["who"], created_at=now)
            session.add(person)
            session.flush()
            address.person_id = person.id
        place = units.named(session, match["unit"])
        assert place is not None, match["unit"]
        people.join(session, person, place.id, match["role"], now)


def _happens(house: House, match: re.Match[str]) -> None:
    notice = {"is added": "added", "is removed": "removed"}.get(match["what"]) or f"migrated:{match['new']}"
    house.says(match["group"], person="Mai", group=True, notice=notice)


_STEPS: tuple[tuple[str, Callable[[House, re.Match[str]], object]], ...] = (
    (rf"{_WHO}: ?(?P<text>.*)", _says),
    (rf"{_WHO} replies: (?P<text>.*)", _replies),
    (rf"{_WHO} replies with (?P<file>.*)", _replies_with),
    (rf"{_WHO} \[(?P<label>.*)\]", _taps),
    (rf"{_WHO} sends place (?P<latitude>[\d.]+), (?P<longitude>[\d.]+)", _place),
    (rf"{_WHO} sends (?P<files>[^:]+)(?::(?P<text>.*))?", _sends),
    (rf"{_WHO} shares (?P<other>another's )?(?P<phone>\+?\d+)", _shares),
    (rf"{_WHO} forges (?P<value>.*)", lambda house, match: house.presses(match["who"], match["value"])),
    (rf"{_WHO} says (?P<times>\d+) times: (?P<text>.*)", _flood),
    (rf"{_WHO} is (?P<role>officer|coordinator|leader) of (?P<unit>.*)", _is_of),
    (rf"(?P<group>{'|'.join(GROUPS)}) (?P<what>is added|is removed|moves to (?P<new>.*))", _happens),
    (r"wait (?P<n>\d+) (?P<unit>minute|hour|day)s?", lambda house, match: house.wait(**{f"{match['unit']}s": int(match["n"])})),
    (r"until (?P<moment>.*)", lambda house, match: _until(house, datetime.fromisoformat(match["moment"]).replace(tzinfo=ZONE))),
    (r"restart", lambda house, _match: house.engine.dispose()),
)


def _until(house: House, moment: datetime) -> None:
    house.until(moment.date(), moment.time())


def _check(place: str, sign: str, words: str, fresh: list[Outgoing]) -> None:
    said = "\n".join(plain(message.text) for message in fresh)
    if sign == ">":
        assert words in said, f"{place} was not told “{words}” but:\n{said}"
    elif sign == "!":
        assert words not in said, f"{place} was told “{words}”:\n{said}"
    elif sign == "#":
        assert len(fresh) == int(words), f"{place} got {len(fresh)} messages:\n{said}"
    elif sign == "gets":
        names = [file.name for message in fresh for file in message.files]
        assert words in names, f"{place} got no file “{words}” but {names}"
    else:
        assert not fresh, f"{place} was told:\n{said}"
