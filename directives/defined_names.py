"""Short names that a letter defines for its units: "(viết tắt: VP - Văn phòng Sở; TTr - Thanh tra Sở)", "… (gọi tắt là Tổ 35)"."""

import re
from collections.abc import Iterator

from directives.cast import Cast
from directives.spelling import matchable
from directives.units import find_units, read_unit
from directives.units_places import UPPER

# "Chữ viết tắt: A - B; C: D"
_LIST = re.compile(r"viết\s+tắt\s*(?:như\s+sau\s*|trong\s+bảng\s*)?:\s*(?P<pairs>[^()\n]{6,1500})")
_PAIR = re.compile(rf"\s*(?P<short>{UPPER}[\w&.]{{1,11}})\s*(?:-|–|:|=|là)\s*(?P<name>{UPPER}[^;]{{4,100}}?)\s*(?:[;.]|$)")
# "Ban Quản lý rừng phòng hộ (sau đây gọi tắt là Ban Quản lý)"
_CALLED = re.compile(r"\s*\(\s*(?:sau\s+đây\s+)?(?:được\s+)?(?:gọi|viết)\s+(?:chung|tắt)\s*(?:là|:)\s*\"?(?P<short>[^()\"]{2,60})\"?\s*\)")
# "Công ty Công nghệ thông tin Điện lực miền Trung (CPCIT)"
_INITIALS = re.compile(rf"\s*\((?P<short>{UPPER}[\w&-]*{UPPER}[\w&-]*)\)")


def learn_defined_names(text: str, cast: Cast) -> None:
    """Takes up the short names that a paragraph defines."""
    matched = matchable(text)
    if "(" not in text and "tắt" not in matched:
        return
    for short, name in (*_listed(text, matched, cast), *_behind(text, matched, cast)):
        cast.learn(short, name)


def _listed(text: str, matched: str, cast: Cast) -> Iterator[tuple[str, str]]:
    listed = _LIST.search(matched)
    for pair in _PAIR.finditer(text, *listed.span("pairs")) if listed else ():
        named = read_unit(text, matched, pair.start("name"), cast)
        whole = named is not None and len(named.names) == 1 and named.end >= pair.end("name")
        yield pair["short"], named.names[0] if named and whole else " ".join(pair["name"].split())


def _behind(text: str, matched: str, cast: Cast) -> Iterator[tuple[str, str]]:
    for mention in find_units(text, cast):
        called = _CALLED.match(matched, mention.end) or _INITIALS.match(text, mention.end)
        if called and len(mention.names) == 1 and not mention.group:
            yield text[called.start("short") : called.end("short")].strip(), mention.names[0]
