"""The Friday message: one line first, worst first, last week beside it, short enough for the channel."""

from locales import Words, words
from reports.facts import UnitFacts, WeekFacts
from reports.fit import Line, Lines, Section, fit, one_line, plain
from reports.numbers import previous, programme, rates, silent, total, unreached, worst_first
from reports.phrases import as_of, four_states, percent, share, week_label, whole_percent
from reports.sections import changes, criteria, due, extensions, late, steering, usage, voices
from reports.weeks import week_number

NAMES_SHOWN = 8


def message(facts: WeekFacts, language: str = "vi", limit: int = 4096) -> Lines:
    """The digest as lines for the caller to send. Takes at most `limit` UTF-16 units, two marks around each strong line included."""
    said = words(language)
    sections = [
        _units(said, facts),
        late(said, facts),
        changes(said, facts),
        voices(said, facts),
        due(said, facts),
        criteria(said, facts),
        extensions(said, facts),
        steering(said, facts),
    ]
    elsewhere = said.text("The rest is in the Word report and the tracking sheet.")
    return fit(_top(said, facts), [section for section in sections if section.items], usage(said, facts), limit, elsewhere)


def plain_text(facts: WeekFacts, language: str = "vi", limit: int = 4096) -> str:
    """The same message without emphasis, for channels and screens that have none."""
    return plain(message(facts, language, limit))


def headline(facts: WeekFacts, language: str = "vi") -> str:
    """The one line that a leader reads in the car."""
    said = words(language)
    counts, on_time = programme(facts.units), rates(facts.units).on_time
    if not total(counts):
        return said.text("Week {week}: no tasks yet", week=week_number(facts.week))
    places = {
        "week": week_number(facts.week),
        "overdue": said.number(counts.overdue),
        "silent": said.number(len(silent(facts.units))),
    }
    whole = whole_percent(on_time)
    if whole is None:
        return said.text("Week {week}: nothing due yet, {open} open, {silent} units not reporting", open=said.number(counts.open), **places)
    return said.text(
        "Week {week}: {n}/{of} tasks on time ({percent}), {overdue} overdue, {silent} units not reporting",
        n=said.number(on_time.n),
        of=said.number(on_time.of),
        percent=percent(said, whole),
        **places,
    )


def _top(said: Words, facts: WeekFacts) -> Lines:
    lines = [Line(headline(facts, said.language), strong=True), Line(_beside(said, facts))]
    if facts.foreword.strip():
        lines.append(Line(one_line(facts.foreword, 400)))
    lines.append(Line(_whole(said, facts)))
    if units := silent(facts.units):
        lines.append(Line(said.text("Not reported: {units}", units=_names(said, units))))
    if units := unreached(facts.units):
        lines.append(Line(said.text("Never reached by message: {units}", units=_names(said, units))))
    if codes := [f"{task.code} {task.unit}" for task in facts.tasks if task.nobody_to_tell]:
        lines.append(Line(said.text("Due with nobody to tell: {tasks}", tasks=_listed(said, codes))))
    return tuple(lines)


def _beside(said: Words, facts: WeekFacts) -> str:
    past = previous(facts)
    if past is None:
        return said.text("No earlier week to compare with")
    counts, on_time = programme(past.units), rates(past.units).on_time
    return said.text(
        "Week {week} before: {on_time} on time, {overdue} overdue, {silent} units not reporting",
        week=week_number(past.week),
        on_time=share(said, on_time),
        overdue=said.number(counts.overdue),
        silent=said.number(len(silent(past.units))),
    )


def _whole(said: Words, facts: WeekFacts) -> str:
    counts, every = programme(facts.units), rates(facts.units)
    return said.text(
        "Week {week} ({from_on} – {to_on}), as of {as_of}: {total} tasks of {units} units; {states}. "
        "Completed {completion}, updated {update}.",
        week=week_label(said, facts.week),
        from_on=said.date(facts.from_on),
        to_on=said.date(facts.to_on),
        as_of=as_of(said, facts),
        total=said.number(total(counts)),
        units=said.number(len(facts.units)),
        states=four_states(said, counts),
        completion=share(said, every.completion),
        update=share(said, every.update),
    )


def _units(said: Words, facts: WeekFacts) -> Section:
    bad = [unit for unit in worst_first(facts.units) if unit.counts.overdue or unit.silence == "silent"]
    past = previous(facts)
    before = {unit.unit: unit for unit in past.units} if past else {}
    items = tuple(Line(_unit(said, unit, before.get(unit.unit), known=past is not None)) for unit in bad)
    head = Line(said.text("Units that need attention ({n})", n=said.number(len(bad))), strong=True)
    return Section(head, items, lambda n: said.plural("… and one more unit", "… and {n} more units", n), most=8, weight=2)


def _unit(said: Words, unit: UnitFacts, before: UnitFacts | None, *, known: bool) -> str:
    parts = [said.text("{n} overdue", n=said.number(unit.counts.overdue)) + _trend(said, before, known=known)]
    if unit.silence != "answered":
        parts.append(said.text("not reported") if unit.silence == "silent" else said.text("not reached"))
    on_time = rates((unit,)).on_time
    parts.append(said.text("{share} on time", share=share(said, on_time)) if on_time.of else said.text("nothing due yet"))
    return f"{unit.unit}: " + ", ".join(parts)


def _trend(said: Words, before: UnitFacts | None, *, known: bool) -> str:
    if before is not None:
        return " (" + said.text("week before {n}", n=said.number(before.counts.overdue)) + ")"
    return " (" + said.text("new unit") + ")" if known else ""


def _names(said: Words, units: tuple[UnitFacts, ...]) -> str:
    return _listed(said, [unit.unit for unit in units])


def _listed(said: Words, names: list[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN])
    rest = len(names) - NAMES_SHOWN
    return shown if rest <= 0 else said.text("{names} and {n} more", names=shown, n=said.number(rest))
