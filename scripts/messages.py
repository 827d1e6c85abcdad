"""Says which messages lack a translation, which translations nobody uses, and which lost a place name. Exit 1 if any: `make messages`."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from locales import LANGUAGES, read_parts

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "handlers", "scheduler", "reports")
PLACE = re.compile(r"{(\w+)}")


def said() -> set[str]:
    """The id of every message that the program can say (of plurals the singular): the first argument of `.text(…)` and `.plural(…)`.

    Read from the syntax tree, because gettext's own extractors do not look into f-strings. A message that is no literal is an error.
    """
    found = set()
    for path in sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node.func) in ("text", "plural") and node.args:
                message = node.args[0]
                if not isinstance(message, ast.Constant) and isinstance(node.func, ast.Name):
                    continue  # some other function that happens to be called so
                if not isinstance(message, ast.Constant):
                    raise SystemExit(f"{path.relative_to(ROOT)}:{node.lineno}: a message must be a literal")
                found.add(str(message.value))
    return found


def _called(function: ast.expr) -> str:
    """`said.text(…)`, or `text(…)` where a long table has shortened it."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def faults() -> Iterator[str]:
    """One line for each fault of the catalogues."""
    used = said()
    for language in LANGUAGES:
        catalog = read_parts(language)
        known = {one.id[0] if isinstance(one.id, tuple) else one.id: one for one in catalog if one.id}
        if language != "en":
            yield from (f"{language}: not translated: {message!r}" for message in sorted(used - set(known)))
        yield from (f"{language}: nobody says: {message!r}" for message in sorted(set(known) - used))
        for identifier, one in known.items():
            strings = one.string if isinstance(one.string, tuple | list) else (one.string,)
            if any(not string for string in strings) or one.fuzzy:
                yield f"{language}: not translated: {identifier!r}"
            elif any(set(PLACE.findall(string)) - places(one.id) or lost(one.id, string) for string in strings):
                yield f"{language}: places differ: {identifier!r}"


def places(identifier: str | tuple[str, ...]) -> set[str]:
    """The named places that a message may fill."""
    texts = identifier if isinstance(identifier, tuple | list) else (identifier,)
    return {name for text in texts for name in PLACE.findall(text)}


def lost(identifier: str | tuple[str, ...], string: str) -> set[str]:
    """Named places of the message that a translation dropped."""
    texts = identifier if isinstance(identifier, tuple | list) else (identifier,)
    return set(PLACE.findall(texts[-1])) - set(PLACE.findall(string))


def main() -> None:
    """Prints the faults."""
    found = list(faults())
    for line in found:
        print(line)
    print(f"{len(said())} messages, {len(found)} faults")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
