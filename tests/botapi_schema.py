"""What each Bot API method takes: names and types, from a subset kept beside, in the form of Telegram's own published list."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

SUBSET = Path(__file__).with_name("botapi_schema.json")

Schema = dict[str, Any]

_SCALARS: dict[str, Callable[[Any], bool]] = {
    "String": lambda value: isinstance(value, str),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
}


def load(path: Path = SUBSET) -> Schema:
    """The schema of a file: {"methods": {name: {"fields": […]}}, "types": {name: {"fields" or "subtypes": […]}}}."""
    schema: Schema = json.loads(path.read_text("utf-8"))
    return schema


def decoded(schema: Schema, method: str, raw: dict[str, Any]) -> dict[str, Any]:
    """Form values in the types that the schema names; what can't be decoded stays text, for `problems` to find."""
    types = {field["name"]: field["types"] for field in schema["methods"][method]["fields"]}
    return {name: _decoded(value, types.get(name, ["String"])) for name, value in raw.items()}


def _decoded(value: Any, types: list[str]) -> Any:
    if not isinstance(value, str) or types == ["String"]:
        return value
    if "String" in types and not ("Integer" in types and value.lstrip("-").isdigit()):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def problems(schema: Schema, method: str, params: dict[str, Any], uploads: set[str]) -> list[str]:
    """Why Telegram's list of the method's parameters does not allow these: unknown, missing or of a wrong type. Empty = fine."""
    fields = {field["name"]: field for field in schema["methods"][method]["fields"]}
    found = [f"unknown parameter {name}" for name in params if name not in fields]
    found += [
        f"missing parameter {name}" for name, field in fields.items() if field["required"] and name not in params and name not in uploads
    ]
    for name, value in params.items():
        if name in fields:
            found += _mismatch(schema, value, fields[name]["types"], name)
    return found


def mismatches(schema: Schema, type_name: str, value: Any) -> list[str]:
    """Why the value is not of that type. Empty = fine."""
    return _mismatch(schema, value, [type_name], type_name)


def _mismatch(schema: Schema, value: Any, types: list[str], place: str) -> list[str]:
    tries = [_against(schema, value, kind, place) for kind in types]
    return min(tries, key=len) if tries else []


def _against(schema: Schema, value: Any, kind: str, place: str) -> list[str]:
    if kind in _SCALARS:
        return [] if _SCALARS[kind](value) else [f"{place} is no {kind}: {value!r}"]
    if kind == "InputFile":
        return [f"{place} is no upload"]
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{place} is no list: {value!r}"]
        return [
            fault
            for index, item in enumerate(value)
            for fault in _against(schema, item, kind.removeprefix("Array of "), f"{place}[{index}]")
        ]
    described = schema["types"][kind]
    if described.get("subtypes"):
        return _mismatch(schema, value, described["subtypes"], place)
    return _object(schema, value, described.get("fields", []), place)


def _object(schema: Schema, value: Any, fields: list[dict[str, Any]], place: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{place} is no object: {value!r}"]
    known = {field["name"]: field for field in fields}
    found = [f"{place} has an unknown field {name}" for name in value if name not in known]
    found += [f"{place} lacks {name}" for name, field in known.items() if field["required"] and name not in value]
    for name, item in value.items():
        if name in known:
            found += _mismatch(schema, item, known[name]["types"], f"{place}.{name}")
    return found


def subset(whole: Schema, methods: list[str]) -> Schema:
    """The part of a complete schema that describes those methods' parameters, without the prose."""
    types: dict[str, Any] = {}
    waiting = [kind for name in methods for field in whole["methods"][name].get("fields", []) for kind in field["types"]]
    while waiting:
        kind = waiting.pop().replace("Array of ", "")
        if kind in _SCALARS or kind == "InputFile" or kind in types:
            continue
        described = whole["types"][kind]
        types[kind] = _lean(described)
        waiting += described.get("subtypes", []) + [inner for field in described.get("fields", []) for inner in field["types"]]
    return {"methods": {name: _lean(whole["methods"][name]) for name in methods}, "types": dict(sorted(types.items()))}


def _lean(described: dict[str, Any]) -> dict[str, Any]:
    if described.get("subtypes"):
        return {"subtypes": described["subtypes"]}
    return {"fields": [{key: field[key] for key in ("name", "types", "required")} for field in described.get("fields", [])]}


def dump(schema: Schema) -> str:
    """The schema as JSON with one method or type a line, so that a change of Telegram's reads as one changed line."""
    parts = []
    for part in ("methods", "types"):
        rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(described)}" for name, described in schema[part].items())
        parts.append(f' "{part}": {{\n{rows}\n }}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":  # python -m tests.botapi_schema COMPLETE_LIST.json: renews the subset
    import sys

    SUBSET.write_text(dump(subset(load(Path(sys.argv[1])), sorted(load()["methods"]))), "utf-8")
