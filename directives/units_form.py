"""A way to write one office, as a pattern over `matchable` text."""

import re
from dataclasses import dataclass
from typing import Literal

Tail = Literal["keep", "drop", "run", "words", "party", "people", "place"]


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write one office.

    `tail` says what happens to the level behind it: "keep" ("Công an huyện"), "drop" (the office exists once in a district or
    province: only the level of communes below it is kept), "run" (the name goes on in words of its own: "Trung tâm Phát triển quỹ đất"),
    "words" (the same, in small letters too: "Hội đồng thẩm định giá đất"), "party" (only a party body may follow:
    "Ban Tổ chức Huyện ủy"), "people" (as printed: "Trưởng các thôn"), "place" (as printed with the level and place behind it).
    `capital` says that only a capital makes it an office: "Vụ Pháp chế", not "vụ cháy".
    """

    pattern: re.Pattern[str]
    name: str
    tail: Tail
    capital: bool = False


def form(pattern: str, name: str, tail: Tail = "keep", *, capital: bool = False) -> Form:
    """A form whose pattern has single spaces for white space (" ?": with or without) and ends with a word."""
    return Form(re.compile(rf"(?:{pattern})(?![\w&])".replace(" ?", r"\s*").replace(" ", r"\s+")), name, tail, capital)
