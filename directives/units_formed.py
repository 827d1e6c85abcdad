"""An office in one of the usual forms, with what stands behind it: the level, the place, the words of its own name."""

import re

from directives.cast import Cast
from directives.mention import Mention
from directives.spelling import capitalised
from directives.units_committees import many_of, of_districts
from directives.units_form import Form
from directives.units_forms import match_form
from directives.units_places import COMMUNE_KINDS, read_level, read_place
from directives.units_runs import capital_follows, run_end

_PARTY_BODIES = {
    "huyện ủy": "Huyện ủy", "hu": "Huyện ủy", "tỉnh ủy": "Tỉnh ủy", "tu": "Tỉnh ủy",
    "thành ủy": "Thành ủy", "đảng ủy": "Đảng ủy", "đu": "Đảng ủy",
    "thị ủy": "Thị ủy", "quận ủy": "Quận ủy", "trung ương": "Trung ương",
}  # fmt: skip
_PARTY = re.compile(rf"\s+(?:của\s+)?({'|'.join(_PARTY_BODIES)})(?!\w)")


def formed(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    """The office in one of the usual forms that begins here, with the level and place behind it."""
    found = match_form(matched, at)
    if found is None or (found[0].capital and text[at].islower()):
        return None
    return _formed(found[0], text, matched, at, found[1], cast)


def _unplaced(form: Form, text: str, at: int, after: int) -> Mention | None:
    """An office without level or place; in small letters "công an", "đảng ủy" are everybody's."""
    general = form.name in ("Đảng ủy", "Công an", "Ban Chỉ đạo", "HĐND") and text[at].islower()
    return None if general else Mention(at, after, (form.name,))


# 'Ban Chỉ đạo Phong trào "Toàn dân …"'
_QUOTED = re.compile(r"\s+[“\"][^”\"]{3,90}[”\"]")
# "Ban quản lý chợ Rồng": what is managed begins in small letters.
_MANAGED = re.compile(
    r"\s+(?:chợ|bến|khu|cụm|rừng|di tích|vườn|chung cư|nghĩa trang|công viên|cảng|công trình|dự án|bảo trì|"
    r"đường sắt)(?!\w)"
)


def _formed(form: Form, text: str, matched: str, at: int, after: int, cast: Cast) -> Mention | None:
    match form.tail:
        case "party":
            body = _PARTY.match(matched, after)
            return Mention(at, body.end() if body else after, (f"{form.name} {_PARTY_BODIES[body[1]]}" if body else form.name,))
        case "people":
            return _as_printed(text, matched, at, after, cast)
        case "place":
            level, _, end = read_level(text, matched, after)
            end = end if level else read_place(text, matched, after)[1]
            return Mention(at, end, (capitalised(" ".join(text[at:end].split())),))
        case "run" | "words":
            return _in_own_words(form, text, matched, at, after, cast)
        case _:
            return _of_a_level(form, text, matched, at, after, cast)


def _in_own_words(form: Form, text: str, matched: str, at: int, after: int, cast: Cast) -> Mention | None:
    if not form.name and form.tail == "run" and not capital_follows(text, after) and not _MANAGED.match(matched, after):
        return None
    end = run_end(text, matched, after, places=bool(form.name))
    if form.tail == "words" and (title := _QUOTED.match(text, end)):
        end = title.end()
    named = " ".join(f"{form.name or capitalised(text[at:after])}{text[after:end]}".split())
    if (end > after or form.name or form.tail == "words") and (many := many_of(named, text, matched, (at, end), cast)):
        return many
    bare = end == after and not form.name and form.tail == "run"
    return None if bare else Mention(at, end, (named,))


def _of_a_level(form: Form, text: str, matched: str, at: int, after: int, cast: Cast) -> Mention | None:
    if many := many_of(form.name, text, matched, (at, after), cast):
        return many
    level, place, end = read_level(text, matched, after)
    if not level and form.tail == "keep":
        near, end = read_place(text, matched, after)
        return Mention(at, end, (f"{form.name} {near}".strip(),)) if near else _unplaced(form, text, at, after)
    if districts := of_districts(form.name, text, matched, (at, after), cast):
        return districts
    if not level and form.name.endswith("đoàn"):
        end = read_place(text, matched, after)[1]  # "Thành đoàn Tam Điệp" is the only one
    own = form.name == "Văn phòng HĐND và UBND" and level in COMMUNE_KINDS and not place and level == cast.level
    town = level in ("thị xã", "thành phố") and form.name != "Văn phòng HĐND và UBND"
    if form.tail == "drop" and (own or (level not in (*COMMUNE_KINDS, "khu vực") and not town)):
        return Mention(at, end, (form.name,))
    place = place or (cast.commune if level in COMMUNE_KINDS and form.name == "Đảng ủy" else "")
    keep_place = place and level not in ("huyện", "tỉnh", "quận", "thị xã")
    name = f"{form.name}{' ' + level if level else ''}{' ' + place if keep_place else ''}"
    return Mention(at, end, (name,))


_ENDS_WITH_LEVEL = re.compile(r"(?:^|\s)(huyện|tỉnh|thành\s+phố|thị\s+xã|quận|xã|phường|thị\s+trấn)$")


def _as_printed(text: str, matched: str, at: int, after: int, cast: Cast) -> Mention:
    """The words of the form itself; the place behind a level that they end with is said only of a commune."""
    name, end = text[at:after], after
    if many := many_of(capitalised(" ".join(name.split())), text, matched, (at, after), cast):
        return many
    if level := _ENDS_WITH_LEVEL.search(matched[at:after]):
        place, end = read_place(text, matched, after)
        name += f" {place}" if place and level[1] in COMMUNE_KINDS else ""
    return Mention(at, end, (capitalised(" ".join(name.split())),))
