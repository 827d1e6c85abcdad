"""Groups that mean every unit of a kind: "UBND các xã, thị trấn", "các phòng, ban", "các sở, ban, ngành tỉnh". Pure."""

import re
from dataclasses import dataclass

from storage.text import fold

COMMUNE_KINDS = ("xã", "phường", "thị trấn")
_PLACES: dict[str, tuple[str, ...]] = {
    "xa": COMMUNE_KINDS,
    "phuong": ("phường",),
    "thi tran": ("thị trấn",),
    "dac khu": (),
    "huyen": ("huyện",),
    "thi xa": ("huyện",),
    "thanh pho": ("huyện",),
    "quan": ("huyện",),
    "va": (),
}
_OFFICES: dict[str, tuple[str, ...]] = {
    "so": ("sở",),
    "phong": ("phòng",),
    "ban": ("ban",),
    "nganh": (),
    "doan the": ("đoàn thể",),
    "hoi": (),
    "va": (),
}
"""What each word of a group's name means in the roster; a word without a kind goes with another ("ban, ngành")."""
_PLACE = r"(?:tinh|huyen|thanh pho|thi xa|xa|phuong)"
_WHOLE = re.compile(rf"(?:(?:chuyen mon|truc thuoc|(?:tren dia ban|trong|cua|thuoc|cap)(?: ubnd)?(?: toan)?|{_PLACE})(?: |$))*")
"""What may stand behind without making the group smaller."""
_CONCERNED = re.compile(r"(?:co )?lien quan$")
_HEAD = re.compile(r"(?:tat ca |toan bo |100 )?(?:ubnd |uy ban nhan dan )?(?:cac|toan the) ")
_TABLES = tuple((re.compile(rf"(?:{'|'.join(sorted(table, key=len, reverse=True))})\b ?"), table) for table in (_PLACES, _OFFICES))


@dataclass(frozen=True, slots=True)
class Meant:
    """The roster's kinds that a group is made of. `all_of_them` False, for "… liên quan": only who is concerned, and it is not said who."""

    kinds: tuple[str, ...]
    all_of_them: bool = True


def meant(name: str) -> Meant | None:
    """The kinds behind a group's name; None where it names none, or a part that the roster cannot tell ("… ven biển")."""
    key = fold(name)
    head = _HEAD.match(key)
    if head is None:
        return None
    words, table = next(((words, table) for words, table in _TABLES if words.match(key, head.end())), _TABLES[0])
    kinds: list[str] = []
    at = head.end()
    while (word := words.match(key, at)) is not None:
        kinds += table[word.group().strip()]
        at = word.end()
    rest = key[at:].strip()
    concerned = _CONCERNED.search(rest)
    whole = _WHOLE.fullmatch(_CONCERNED.sub("", rest).strip())
    if not kinds or whole is None:
        return None
    return Meant(tuple(dict.fromkeys(kinds)), all_of_them=concerned is None)
