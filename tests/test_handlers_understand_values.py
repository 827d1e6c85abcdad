"""Button values and the intents they stand for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand import pressed, value
from handlers.understanding import intents as i
from handlers.understanding.values import FORMS

ARGUMENTS = {
    "task": st.integers(0, 10**12),
    "percent": st.integers(0, 100),
    "days": st.integers(1, 999),
    "until": st.dates(date(1000, 1, 1)),
    "was": st.dates(date(1000, 1, 1)),
    "about": st.integers(1, 99).map(str),
    "span": st.sampled_from(["today", "week", "next_week", "month", "next_month"]),
    "kind": st.sampled_from(["xlsx", "ics"]),
    "part": st.sampled_from(["show", "unit", "support", "deadline", "text", "split", "drop", "add"]),
    "role": st.sampled_from(["officer", "coordinator", "leader", "admin"]),
    "what": st.sampled_from(["export", "erase"]),
    "language": st.sampled_from(["vi", "en"]),
    "of": st.sampled_from(["viec", "quahan", "du12"]),
}


@st.composite
def said_by_buttons(draw: st.DrawFn) -> i.Intent:
    """Any intent that some form can say, all its arguments given."""
    form = draw(st.sampled_from(FORMS))
    arguments = {
        name: draw(st.integers(0, 10**12) if name == "about" and form.kind is not i.Progress else _argument(name))
        for name in form.arguments
    }
    return form.kind(**form.fixed, **arguments)


def _argument(name: str) -> st.SearchStrategy[object]:
    return ARGUMENTS.get(name, st.integers(1, 10**12))


@given(said_by_buttons())
def test_every_intent_of_a_button_comes_back_from_its_value(intent: i.Intent) -> None:
    """Writing and reading a button's value gives the same intent, in at most 64 ASCII bytes."""
    text = value(intent)
    assert pressed(text) == intent
    assert text.isascii()
    assert len(text) <= 64


@given(st.text())
def test_any_value_gets_an_answer(text: str) -> None:
    """No value, however damaged, makes reading it fail."""
    assert isinstance(pressed(text), i.Intent)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("done 12", i.Report(12, "done")),
        ("doing 12", i.Report(12, "doing")),
        ("pct 12 70", i.Report(12, "doing", 70)),
        ("stuck 12", i.Report(12, "stuck")),
        ("none 12", i.Report(12, "not_started")),
        ("ext 12 20240515 20240430", i.Extension(12, date(2024, 5, 15), was=date(2024, 4, 30))),
        ("notmine 12", i.NotMine(12)),
        ("see 12", i.Show(12)),
        ("got 12", i.Received(12)),
        ("why 12", i.WhyMe(12)),
        ("same", i.NoChange()),
        ("undo 345", i.Undo(345)),
        ("ok 78", i.Yes(78)),
        ("no 78", i.No(78)),
        ("pg viec 2", i.Page("viec", 2)),
        ("act 3", i.Activate(3)),
    ],
)
def test_values_in_messages_already_sent_keep_their_meaning(text: str, intent: i.Intent) -> None:
    """A value that stands under an old message means today what it meant then."""
    assert pressed(text) == intent
    assert value(intent) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "done x",
        "done 12 13",
        "pct 12 101",
        "pct 12 -5",
        "ext 12 20240231",
        "done 99999999999999999999",
        "draft steal 3",
        "pick",
        "n",
        "Done 12",
        "xóa 12",
    ],
)
def test_forged_values_are_unclear(text: str) -> None:
    """A value that no button of ours carries is unclear, with its text."""
    assert pressed(text) == i.Unclear(text)


def test_what_no_button_can_say_is_refused() -> None:
    """An intent with words in it has no value: buttons carry ids."""
    with pytest.raises(ValueError, match="no button"):
        value(i.Report(12, "stuck", difficulty="mặt bằng"))
