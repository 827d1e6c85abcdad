"""The coordinator's and the leader's questions about progress: the whole programme, a unit, a commune, a letter, a criterion."""

import re

from handlers.desk import Desk
from handlers.intents import proof
from handlers.intents.answers import Asked, answered, rest
from handlers.intents.last_week import kept_answer
from handlers.intents.unit_asking import unit_named
from handlers.understanding import intents as i
from locales import Words
from reports.phrases import set_label
from storage import criteria, people, scope, standing, units
from storage.criteria import Reached
from storage.kinds import COMMUNE_KINDS
from storage.messages import Reply
from storage.models import Directive, Unit
from storage.scope import Scope
from storage.text import fold

NAMES = 10
OFFICES = ("tỉnh", "huyện")


def progress(desk: Desk, intent: i.Progress) -> list[Reply]:
    """Counts by state, what is late and near, difficulties, and as of when; last Friday's from what was kept."""
    if intent.kind == "unit":
        return [_of_unit(desk, intent)]
    if intent.kind == "directive":
        return [_of_directive(desk, intent)]
    if intent.kind == "criterion":
        return _of_criterion(desk, intent)
    title = desk.words.text("the whole programme")
    if intent.when != "now":
        return [kept_answer(desk, intent.on, title)]
    return [answered(desk, Asked(title, visible(desk)))]


def visible(desk: Desk) -> Scope:
    """All duties that the asker may see."""
    watched = desk.watched_units
    return Scope(None if watched is None else frozenset(watched | desk.own_units))


def units_meant(desk: Desk, unit: Unit) -> frozenset[int]:
    """A unit's own id, a group's members, or all units under a province's or district's office, as far as the asker may see them."""
    members = {units.unit_id(member) for member in units.members(desk.session, unit)}
    ids = members or ({units.unit_id(unit)} if unit.kind not in OFFICES else people.subtree(desk.session, units.unit_id(unit)))
    return frozenset(unit_id for unit_id in ids if desk.may_see(unit_id))


def _of_unit(desk: Desk, intent: i.Progress) -> Reply:
    now = intent.when == "now"
    named = unit_named(desk, intent.about, intent.about_id, (lambda one: i.Progress("", "unit", about_id=one)) if now else None)
    if named.unit is None:
        return named.reply or Reply("")
    unit = named.unit
    if not now:
        return kept_answer(desk, intent.on, unit.name, unit=unit.name)
    after = [_commune_line(desk, unit), *_criteria_lines(desk, unit)]
    asked = Asked(unit.name, Scope(units_meant(desk, unit)), f"u{unit.id}", [line for line in after if line])
    return answered(desk, asked)


def _commune_line(desk: Desk, unit: Unit) -> str:
    """What other units are to do for a commune."""
    if unit.kind not in COMMUNE_KINDS:
        return ""
    bare = units.bare_commune(unit.name)
    others = scope.tally(desk.session, Scope(visible(desk).unit_ids, commune=bare, but_unit=unit.id), desk.today, desk.today)
    if others.stand.all == 0:
        return ""
    return desk.words.text(
        "Other units' tasks for this commune: {all}, of them {done} done, {overdue} overdue.",
        all=others.stand.all,
        done=others.stand.done,
        overdue=others.stand.overdue,
    )


def _criteria_lines(desk: Desk, unit: Unit) -> list[str]:
    if unit.kind not in COMMUNE_KINDS:
        return []
    return [_reached_line(desk.words, one) for one in criteria.reached(desk.session, unit.name)]


def _reached_line(said: Words, one: Reached) -> str:
    name = set_label(said, "ntm_nang_cao" if one.set_name == "ntm_nang_cao" else "ntm")
    text = said.text("{set}: {met} of {total} criteria met", set=name[:1].upper() + name[1:], met=one.met, total=one.total)
    if not one.missing:
        return f"{text}."
    return f"{text}; {said.text('missing: {numbers}', numbers=', '.join(one.missing))}."


def _of_directive(desk: Desk, intent: i.Progress) -> Reply:
    row = desk.session.get(Directive, intent.about_id) if intent.about_id else standing.directive_called(desk.session, intent.about)
    if row is None:
        return Reply(desk.words.text("There is no directive “{name}” here.", name=intent.about))
    title = desk.words.text("directive {name}", name=standing.label(row))
    if intent.when != "now":
        return kept_answer(desk, intent.on, title, directive=standing.label(row))
    after = proof.received_of_directive(desk, row.id or 0)
    return answered(desk, Asked(title, Scope(visible(desk).unit_ids, frozenset({row.id or 0})), f"d{row.id}", after))


def _of_criterion(desk: Desk, intent: i.Progress) -> list[Reply]:
    """A criterion's tasks. The two sets number differently: where both are meant each is answered by itself."""
    said = desk.words
    number = re.match(r"\d{1,2}(?:\.\d{1,2})?", intent.about.strip())
    if number is None:
        return [Reply(said.text("Which criterion? For example: “progress criterion 5”."))]
    if intent.when != "now":
        return [kept_answer(desk, intent.on, said.text("criterion {number}", number=number[0]), criterion=number[0])]
    wanted = "ntm_nang_cao" if "nang cao" in fold(intent.about) else None
    by_set: dict[str, set[int]] = {}
    by_directive = scope.tasks_by_directive(desk.session, Scope(criterion=number[0]))
    sets_of = criteria.sets_of(desk.session, [one for one in by_directive if one is not None])
    for directive_id, task_ids in by_directive.items():
        by_set.setdefault(sets_of.get(directive_id, "ntm"), set()).update(task_ids)
    sets = [wanted] if wanted else sorted(by_set) or ["ntm"]
    return [_criterion_answer(desk, number[0], name, frozenset(by_set.get(name, ()))) for name in sets]


def _criterion_answer(desk: Desk, number: str, set_name: str, task_ids: frozenset[int]) -> Reply:
    said = desk.words
    label = set_label(said, "ntm_nang_cao" if set_name == "ntm_nang_cao" else "ntm")
    title = said.text("criterion {number} ({set})", number=number, set=label)
    found = [one for one in criteria.reached(desk.session) if one.set_name == set_name and one.missing and _may_see_commune(desk, one)]
    lacking = [one.commune for one in found if number in one.missing]
    after = []
    if found:
        after.append(said.text("{met} of {all} communes have met it.", met=len(found) - len(lacking), all=len(found)))
    if lacking:
        after.append(said.text("Not yet: {names}", names=", ".join([*lacking[:NAMES], *rest(desk, len(lacking) - NAMES)])))
    return answered(desk, Asked(title, Scope(visible(desk).unit_ids, task_ids=task_ids), after=after))


def _may_see_commune(desk: Desk, one: Reached) -> bool:
    if desk.watched_units is None:
        return True
    unit = units.find(desk.session, one.commune).sure
    return unit is not None and desk.may_see(units.unit_id(unit))
