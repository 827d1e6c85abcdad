"""The sections of the Friday message below its first lines, one function each; a section without items is left out."""

from locales import Words
from reports.facts import Change, CommuneCriteria, Steering, TaskLine, Voice, WeekFacts
from reports.fit import Line, Lines, Section, one_line
from reports.numbers import due_next_week, due_this_week, kept_by_extension, overdue, today
from reports.phrases import days_late, deadline, moment, percent, set_label, share

TASK_CHARACTERS = 110
WORDS_CHARACTERS = 220


def late(said: Words, facts: WeekFacts) -> Section:
    """Overdue tasks, longest overdue first; each line carries its code for the leader's choices."""
    day = today(facts)
    items = tuple(Line(_late(said, task, days_late(task, day)), code=task.code) for task in overdue(facts))
    return _tasks(said, said.text("Overdue ({n})", n=said.number(len(items))), items, weight=4)


def _late(said: Words, task: TaskLine, days: int) -> str:
    parts = [_task(said, task)]
    if days:
        parts.append(said.plural("one day late", "{n} days late", days))
    if task.percent is not None:
        parts.append(percent(said, task.percent))
    elif not task.report:
        parts.append(said.text("nothing reported"))
    return ", ".join(parts)


def due(said: Words, facts: WeekFacts) -> Section:
    """What falls due in the rest of this week and in the next."""
    items = tuple(Line(_task(said, task)) for task in (*due_this_week(facts), *due_next_week(facts)))
    return _tasks(said, said.text("Due by the end of next week ({n})", n=said.number(len(items))), items, weight=2)


def extensions(said: Words, facts: WeekFacts) -> Section:
    """Work that only an extension keeps from being overdue."""
    items = tuple(Line(_task(said, task)) for task in kept_by_extension(facts))
    return _tasks(said, said.text("Past the original deadline, kept by extension ({n})", n=said.number(len(items))), items)


def _tasks(said: Words, head: str, items: Lines, weight: int = 1) -> Section:
    return Section(Line(head, strong=True), items, lambda n: said.plural("… and one more task", "… and {n} more tasks", n), weight=weight)


def _task(said: Words, task: TaskLine) -> str:
    return said.text(
        "{code} {unit}: {text} – due {deadline}",
        code=task.code,
        unit=task.unit,
        text=one_line(task.text, TASK_CHARACTERS),
        deadline=deadline(said, task),
    )


def voices(said: Words, facts: WeekFacts) -> Section:
    """Difficulties and proposals in the officers' own words, newest first."""
    newest = sorted(facts.difficulties, key=lambda voice: voice.at, reverse=True)
    items = tuple(Line(voice_line(said, voice, facts.zone)) for voice in newest)
    head = said.text("Difficulties and proposals ({n})", n=said.number(len(items)))
    return Section(Line(head, strong=True), items, lambda n: said.plural("… and one more", "… and {n} more", n), weight=2)


def voice_line(said: Words, voice: Voice, zone: str) -> str:
    """Who said what, when, about which task."""
    who = f"{voice.code} {voice.unit} ({voice.who}, {moment(said, voice.at, zone)})"
    parts = []
    if voice.difficulty:
        parts.append(said.text("difficulty: “{words}”", words=one_line(voice.difficulty, WORDS_CHARACTERS)))
    if voice.proposal:
        parts.append(said.text("proposal: “{words}”", words=one_line(voice.proposal, WORDS_CHARACTERS)))
    return f"{who}: " + "; ".join(parts)


def changes(said: Words, facts: WeekFacts) -> Section:
    """What became different since last Friday."""
    items = tuple(Line(f"{change.code} {change.unit}: {one_line(change.text, 80)} – {_change(said, change)}") for change in facts.changes)
    head = said.text("Changed since last Friday ({n})", n=said.number(len(items)))
    return Section(Line(head, strong=True), items, lambda n: said.plural("… and one more change", "… and {n} more changes", n))


def _change(said: Words, change: Change) -> str:
    both = {"before": change.before or "–", "after": change.after or "–"}
    if change.kind == "progress":
        return _progress(said, change)
    if change.kind == "moved":
        return said.text("deadline moved from {before} to {after}", **both)
    if change.kind == "reassigned":
        return said.text("handed from {before} to {after}", **both)
    if change.kind == "corrected":
        return said.text("correction to an earlier week: {before} is now {after}", **both)
    if change.kind == "done":
        return said.text("has been done")
    return said.text("new task") if change.kind == "new" else said.text("no longer in force")


def _progress(said: Words, change: Change) -> str:
    before, after = (percent(said, int(digits)) if digits.isdecimal() else digits or "–" for digits in (change.before, change.after))
    if not change.before:
        return said.text("progress {after}", after=after)
    return said.text("progress {before} → {after}", before=before, after=after)


def steering(said: Words, facts: WeekFacts) -> Section:
    """What leaders and coordinators did since last Friday and what came of it."""
    items = tuple(Line(_steering(said, act)) for act in facts.steering)
    head = said.text("Steering since last Friday and its effect ({n})", n=said.number(len(items)))
    return Section(Line(head, strong=True), items, lambda n: said.plural("… and one more", "… and {n} more", n))


def _steering(said: Words, act: Steering) -> str:
    return said.text(
        "{code} {unit}: {act} ({by}, {day}) → {effect}",
        code=act.code,
        unit=act.unit,
        act=_act(said, act),
        by=act.by,
        day=said.date(act.on),
        effect=_effect(said, act),
    )


def _act(said: Words, act: Steering) -> str:
    names = {
        "chased": said.text("chased"),
        "extended": said.text("deadline extended"),
        "reassigned": said.text("task handed over"),
        "approved": said.text("report approved"),
        "returned": said.text("report sent back"),
    }
    return names.get(act.kind, said.text("instruction given"))


def _effect(said: Words, act: Steering) -> str:
    if act.effect == "reported" and act.after is not None:
        return said.text("has reported, {percent}", percent=percent(said, act.after))
    names = {"done": said.text("has been done"), "reported": said.text("has reported"), "waiting": said.text("waiting for an answer")}
    return names.get(act.effect, said.text("no answer yet"))


def criteria(said: Words, facts: WeekFacts) -> Section:
    """Criteria met by each commune, the set named."""
    items = tuple(Line(criteria_line(said, commune)) for commune in facts.criteria)
    head = said.text("Criteria met ({n} communes)", n=said.number(len(items)))
    return Section(Line(head, strong=True), items, lambda n: said.plural("… and one more commune", "… and {n} more communes", n))


def criteria_line(said: Words, commune: CommuneCriteria) -> str:
    """ "Cao Lâu: 13/19 …, last week 12, missing 2, 5"."""
    parts = [f"{commune.commune}: {commune.met}/{commune.total} {set_label(said, commune.set_name)}"]
    if commune.before is not None:
        parts.append(said.text("week before {n}", n=said.number(commune.before)))
    if commune.missing:
        parts.append(said.text("not yet met: {numbers}", numbers=", ".join(commune.missing)))
    return "; ".join(parts)


def usage(said: Words, facts: WeekFacts) -> Lines:
    """The last line: how the bot itself is used. Nothing where it was not measured."""
    if facts.usage is None:
        return ()
    parts = [said.text("reported in chat {share}", share=share(said, facts.usage.in_chat))]
    if facts.usage.median_hours is not None:
        parts.append(said.text("half of the answers within {hours} hours", hours=said.number(round(facts.usage.median_hours, 1))))
    parts.append(said.plural("one person silent for 14 days", "{n} people silent for 14 days", facts.usage.silent_14_days))
    return (Line(said.text("How the assistant is used: {facts}.", facts="; ".join(parts))),)
