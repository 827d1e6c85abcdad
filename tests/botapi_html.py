"""Telegram's HTML as the Bot API server reads it: plain text, entities in UTF-16 units, and its own sentences for what it refuses."""

import html
import re
from typing import Any

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline", "s": "strikethrough",
    "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}  # fmt: skip
_TOKEN = re.compile(r"<(?P<close>/?)(?P<name>[^\s<>/]*)(?P<rest>[^<>]*)>|(?P<stray><)")
_HREF = re.compile(r"""\shref\s*=\s*["'](?P<url>[^"']*)["']""")


class HtmlError(Exception):
    """The description that Telegram answers with."""


def read_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities of a source in parse mode HTML. Raises HtmlError."""
    text, open_tags, entities, done = "", [], [], 0
    for token in _TOKEN.finditer(source):
        text += html.unescape(source[done : token.start()])
        done = token.end()
        if token["stray"] or token["name"].lower() not in TAGS:
            _refuse_tag(source, token)
        name = token["name"].lower()
        if not token["close"]:
            open_tags.append((name, _units(text), token["rest"]))
            continue
        entities += _closed(source, token, name, open_tags, text)
    text += html.unescape(source[done:])
    if open_tags:
        raise HtmlError(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return text.strip(), sorted(entities, key=lambda entity: entity["offset"])


def _refuse_tag(source: str, token: re.Match[str]) -> None:
    where = len(source[: token.start()].encode())
    if token["close"]:
        raise HtmlError(f"can't parse entities: Unexpected end tag at byte offset {where}")
    raise HtmlError(f'can\'t parse entities: Unsupported start tag "{token["name"] or ""}" at byte offset {where}')


def _closed(source: str, token: re.Match[str], name: str, open_tags: list[tuple[str, int, str]], text: str) -> list[dict[str, Any]]:
    where = len(source[: token.start()].encode())
    if not open_tags:
        raise HtmlError(f"can't parse entities: Unexpected end tag at byte offset {where}")
    opened, start, rest = open_tags.pop()
    if opened != name:
        raise HtmlError(f'can\'t parse entities: Unmatched end tag at byte offset {where}, expected "</{opened}>", found "</{name}>"')
    length = _units(text) - start
    if not length:
        return []
    link = _HREF.search(rest)
    return [{"type": TAGS[name], "offset": start, "length": length, **({"url": link["url"]} if link else {})}]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
