"""The week as a picture for a phone: bars per unit and a heat map of weeks × units, drawn by typst from the same numbers."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from locales import Words, words
from reports.facts import Counts, PastWeek, UnitFacts, WeekFacts
from reports.numbers import programme, rates, total, worst_first
from reports.phrases import as_of, share, silence_name, state_name, week_label
from reports.weeks import week_number

UNITS_SHOWN = 40
WEEKS_SHOWN = 8
PIXELS_PER_INCH = 144.0  # the page is 540 pt wide: 1,080 pixels, a phone's width
FONT = "Libertinus Serif"
TEMPLATE = Path(__file__).with_name("chart.typ")


def picture(facts: WeekFacts, language: str = "vi") -> bytes:
    """A PNG 1,080 pixels wide and as high as it needs to be. The same facts give the same bytes on every machine."""
    import typst  # 40 MB that only a picture needs

    return bytes(
        typst.compile(
            TEMPLATE.read_bytes(),
            sys_inputs={"data": json.dumps(picture_data(facts, language), ensure_ascii=False)},
            ignore_system_fonts=True,  # only the fonts that typst brings along, so that every machine draws alike
            format="png",
            ppi=PIXELS_PER_INCH,
        )
    )


def picture_data(facts: WeekFacts, language: str = "vi") -> dict[str, Any]:
    """Every word and number in the picture. Units beyond the worst 40 are summed in one last row, so that the columns still add up."""
    said = words(language)
    ordered = worst_first(facts.units)
    shown, rest = ordered[:UNITS_SHOWN], ordered[UNITS_SHOWN:]
    rows = [_row(said, unit) for unit in shown]
    if rest:
        rows.append(_rest(said, rest))
    every = rates(facts.units)
    return {
        "lang": said.language,
        "font": FONT,
        "title": said.text("Progress of tasks, week {week}", week=week_label(said, facts.week)),
        "office": facts.scope or facts.office.name,
        "as_of": said.text("As of {moment}", moment=as_of(said, facts)),
        **_counted(said, programme(facts.units)),
        "states": _states(said),
        "rates": [
            [said.text("On-time rate"), share(said, every.on_time)],
            [said.text("Completion rate"), share(said, every.completion)],
            [said.text("Update rate"), share(said, every.update)],
        ],
        "rows": rows,
        "most": max((total(unit.counts) for unit in shown), default=0),
        "unit_head": said.text("Unit"),
        "heat": _heat(said, facts, shown),
        "nothing": said.text("No units with tasks yet."),
    }


def _states(said: Words) -> dict[str, str]:
    return {
        "done_on_time": state_name(said, "done_on_time"),
        "done_late": state_name(said, "done_late"),
        "open": state_name(said, "open"),
        "overdue": state_name(said, "overdue"),
    }


def _row(said: Words, unit: UnitFacts) -> dict[str, Any]:
    note = "" if unit.silence == "answered" else silence_name(said, unit.silence)
    return {"unit": unit.unit, "note": note, "blame": unit.silence == "silent", "bar": True, **_counted(said, unit.counts)}


def _rest(said: Words, rest: tuple[UnitFacts, ...]) -> dict[str, Any]:
    name = said.plural("and one more unit", "and {n} more units", len(rest))
    return {"unit": name, "note": "", "blame": False, "bar": False, **_counted(said, programme(rest))}


def _counted(said: Words, counts: Counts) -> dict[str, dict[str, Any]]:
    """The counts as numbers to draw by and as figures to read."""
    numbers = asdict(counts)
    return {"counts": numbers, "figures": {state: said.number(number) for state, number in numbers.items()}}


def _heat(said: Words, facts: WeekFacts, shown: tuple[UnitFacts, ...]) -> dict[str, Any]:
    columns: list[PastWeek | WeekFacts] = [*facts.history[-(WEEKS_SHOWN - 1) :], facts]
    weeks = [{unit.unit: unit for unit in week.units} for week in columns]
    return {
        "title": said.text("Overdue tasks by week"),
        "weeks": [said.text("W{week}", week=week_number(week.week)) for week in columns],
        "rows": [{"unit": unit.unit, "cells": [_cell(week.get(unit.unit)) for week in weeks]} for unit in shown],
        # one late task is no catastrophe: the darkest shade needs at least four
        "darkest": max([4, *(week[unit.unit].counts.overdue for week in weeks for unit in shown if unit.unit in week)]),
        "key": [
            ["○", said.text("not reported that week")],
            ["×", said.text("not reached")],
            ["–", said.text("no tasks that week")],
        ],
    }


def _cell(unit: UnitFacts | None) -> dict[str, Any]:
    if unit is None or unit.counts == Counts():
        return {"overdue": None, "mark": ""}
    return {"overdue": unit.counts.overdue, "mark": {"answered": "", "silent": "○", "unreached": "×"}[unit.silence]}
