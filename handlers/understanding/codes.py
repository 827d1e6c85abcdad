"""Codes in messages: invites' codes, and tasks' codes that are listed ("nhiệm vụ 41 và 42")."""

import re
from typing import Final

from handlers.understanding.intents import Code

_SHAPE: Final = re.compile(r"[A-Za-z0-9]{1,8}(?:[ -]{1,3}[A-Za-z0-9]{1,7}){0,7}")
_LENGTH: Final = 8
_LOOK_ALIKE: Final = re.compile(r"[IO]")

_AND: Final = r"(?:,|;|và|va|&|\+|and)"
_LISTED: Final = re.compile(
    r"(?P<before>(?:nhiệm vụ|nhiem vu|việc|viec|tasks?)(?: số| so)? ?#?"
    r"|#)(?P<first>\d{1,6})(?P<more>(?:, ?#?\d{1,6}){0,20}) (?:và|va|and) #?(?P<last>\d{1,6})\b"
    r"(?! ?(?:[%/.,]\d|%|phần|phan|hộ|ho|xã|xa|thôn|thon|ngày|ngay|người|nguoi|tiêu|tieu))",
    re.IGNORECASE,
)
_RUN: Final = re.compile(rf"#\s?\d{{1,7}}(?:\s{{0,2}}{_AND}?\s{{0,2}}#\s?\d{{1,7}}){{1,30}}\b", re.IGNORECASE)


def with_codes_spelt(text: str) -> str:
    """The text with "nhiệm vụ 41, 42 và 43" written as "#41, #42, #43", so that none of the listed is lost."""
    return _LISTED.sub(lambda found: ", ".join(f"#{number}" for number in re.findall(r"\d+", found.group())), text)


def with_first_code_only(text: str) -> tuple[list[int], str]:
    """The tasks of the first list of codes, and the text with only the first of them left; no tasks where no codes are listed."""
    run = _RUN.search(text)
    if run is None:
        return [], text
    tasks = list(dict.fromkeys(int(number) for number in re.findall(r"\d+", run.group())))
    return tasks, f"{text[: run.start()]}#{tasks[0]}{text[run.end() :]}"


def invite_code(typed: str, *, certain: bool) -> Code | None:
    """An invite's code. Certain: written in one go or with hyphens, letters and digits mixed; else anything of its length and alphabet."""
    if _SHAPE.fullmatch(typed) is None:
        return None
    code = re.sub(r"[ -]", "", typed).upper()
    if len(code) != _LENGTH:
        return None
    mixed = any(character.isdigit() for character in code) and any(character.isalpha() for character in code)
    in_one = " " not in typed
    if certain:
        return Code(code) if mixed and in_one else None
    return Code(code) if mixed or (in_one and typed.isupper() and not _LOOK_ALIKE.search(code)) else None
