"""Facts kept with a digest, and the public JSON made from them."""

from dataclasses import replace
from datetime import UTC
from typing import Any

import jsonschema
from hypothesis import given, settings

from reports.facts import WeekFacts
from reports.kept import digest_json, fingerprint, from_json, to_json
from reports.weekly import plain_text
from tests.report_weeks import GOLDEN, empty_week, weeks, written_week

RATIO = {"type": "object", "required": ["n", "of"], "properties": {"n": {"type": "integer"}, "of": {"type": "integer"}}}
COUNTS = {"type": "object", "required": ["done_on_time", "done_late", "open", "overdue"], "additionalProperties": {"type": "integer"}}
UNIT = {
    "type": "object",
    "required": ["unit", "counts", "silence"],
    "properties": {"counts": COUNTS, "silence": {"enum": ["answered", "silent", "unreached"]}},
}
SCHEMA: dict[str, Any] = {
    "$ref": "#/$defs/week",
    "$defs": {
        "week": {
            "type": "object",
            "required": ["week", "from", "to", "as_of", "counts", "rates", "units", "previous", "files"],
            "properties": {
                "week": {"pattern": r"^\d{4}-W\d\d$"},
                "from": {"pattern": r"^\d{4}-\d\d-\d\d$"},
                "as_of": {"pattern": r"\+07:00$"},
                "counts": COUNTS,
                "rates": {
                    "required": ["completion", "on_time", "update"],
                    "properties": {"completion": RATIO, "on_time": RATIO, "update": RATIO},
                },
                "units": {"type": "array", "items": UNIT},
                "previous": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/week"}]},
                "files": {"type": "array", "items": {"type": "string"}},
            },
        }
    },
}


@settings(max_examples=50, deadline=None)
@given(weeks())
def test_kept_facts_come_back_as_they_were(facts: WeekFacts) -> None:
    """Reading what was kept gives equal facts, which are kept as the same text again."""
    kept = to_json(facts)
    assert from_json(kept) == facts
    assert to_json(from_json(kept)) == kept


def test_last_weeks_message_renders_again_byte_for_byte() -> None:
    """The facts kept in March 2024 give the message that was sent then."""
    assert plain_text(written_week()) == (GOLDEN / "week.vi.txt").read_text(encoding="utf-8").removesuffix("\n")


def test_fields_of_a_later_version_are_left_out() -> None:
    """A kept text with a field that this version doesn't know is still read."""
    assert from_json(to_json(empty_week())[:-1] + ',"weather":"rain"}') == empty_week()


def test_fingerprint_tells_facts_apart() -> None:
    """One changed word changes the fingerprint; the same facts keep it."""
    week = written_week()
    assert fingerprint(week) == fingerprint(written_week()) != fingerprint(replace(week, foreword="Khác"))


@settings(max_examples=25, deadline=None)
@given(weeks())
def test_public_json_has_the_promised_form(facts: WeekFacts) -> None:
    """Whatever the week, `digest --json` has every promised field, the week before included."""
    jsonschema.validate(digest_json(facts, ["a.docx"]), SCHEMA)


def test_public_json_has_null_where_there_was_no_week_before() -> None:
    """The first digest has no previous one."""
    assert digest_json(empty_week())["previous"] is None


def test_public_json_is_in_the_offices_zone() -> None:
    """A moment gathered in UTC is told in Vietnam's time."""
    week = empty_week()
    assert digest_json(replace(week, as_of=week.as_of.astimezone(UTC)))["as_of"] == "2024-03-29T14:00:00+07:00"


def test_public_json_shows_last_week_with_its_own_numbers() -> None:
    """Week 12 stands beside week 13 with two overdue tasks."""
    previous = digest_json(written_week())["previous"]
    assert (previous["week"], previous["from"], previous["to"], previous["counts"]["overdue"]) == (
        "2024-W12",
        "2024-03-18",
        "2024-03-24",
        2,
    )
