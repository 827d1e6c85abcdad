"""What holds for any message at all."""

import string
import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understand import Expecting, understand
from handlers.understanding.fold import clean, fold
from handlers.understanding.intents import Answer, Intent, Report, Unclear
from handlers.understanding.reading import read
from scripts.understanding_table import FOLDER, TODAY, cases, describe

CASES = [case for path in sorted(FOLDER.glob("*.txt")) for case in cases(path)]
KINDS = ("percent", "difficulty", "proposal", "reason", "until", "done_on", "evidence", "confirm", "choice", "task", "text")
PIECES = (
    """
xong; chưa; không; #27; 27; 70%; 2/3; 31/2; hôm qua; vướng; xin gia hạn; đến; vì; đề nghị; BC 324-BC/ĐU; và; ,; .; ?; giao; :; tiến độ;
Cao Lâu; /viec; thứ; tháng; quý; nửa; phần trăm; năm mươi; nhắc; duyệt; /; -; #; 0; 99999999999999999999; ✅; trước; hết; sáp nhập; thành;
mời; sửa hạn 3
""".replace("\n", " ")
    .strip()
    .split("; ")
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
EXPECTING = st.none() | st.builds(Expecting, st.sampled_from(KINDS), st.none() | st.integers(1, 99), st.integers(0, 9))


@given(st.text(), DAYS, EXPECTING)
def test_any_text_gets_an_answer(text: str, today: date, expecting: Expecting | None) -> None:
    """Whatever is typed, whenever, in whatever dialogue, there is at least one intent and no error."""
    intents = understand(text, today, expecting)
    assert intents
    assert all(isinstance(intent, Intent) for intent in intents)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), DAYS, EXPECTING)
@settings(max_examples=400)
def test_any_mixture_of_our_own_words_gets_an_answer(text: str, today: date, expecting: Expecting | None) -> None:
    """Our own words in any order make no rule fail, and no report leaves its bounds."""
    for intent in understand(text, today, expecting):
        if isinstance(intent, Report):
            assert intent.percent is None or 0 <= intent.percent <= 100
            assert intent.done_on is None or intent.done_on <= today


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folding is idempotent and keeps places: as long as the cleaned text."""
    assert fold(fold(text)) == fold(text)
    assert len(fold(text)) == len(clean(text))


@given(st.text(alphabet=string.ascii_letters + "ăâđêôơưàáảãạ ,.;#%/&-\n0123456789", max_size=80))
def test_every_word_of_the_rules_spelling_has_its_place_in_the_text(text: str) -> None:
    """Taking the whole of a reading back as typed loses no word."""
    reading = read(text)
    assert len(reading.starts) == len(reading.places)
    assert all(reading.typed[a:b].strip() for a, b in reading.places)


@pytest.mark.parametrize("form", ["NFD", "NFKD"])
def test_decomposed_letters_mean_the_same(form: str) -> None:
    """A phone that sends letters and marks apart is understood alike."""
    for case in CASES:
        apart = unicodedata.normalize(form, case.text)
        assert describe(understand(apart, TODAY, case.expecting)) == case.understood(), case.text


def test_full_width_signs_and_odd_blanks_mean_the_same() -> None:
    """Full-width digits, non-breaking and doubled blanks change nothing."""
    assert understand("＃２７\u00a0 được  ７０％", TODAY) == understand("#27 được 70%", TODAY)


def test_capitals_change_no_state() -> None:
    """Reports shouted in capitals tell the same state and share."""
    for case in CASES:
        if case.wanted.startswith("Report") and case.expecting is None:
            loud, calm = understand(case.text.upper(), TODAY), understand(case.text, TODAY)
            assert [type(intent) for intent in loud] == [type(intent) for intent in calm], case.text


def test_old_and_new_places_of_the_tone_mark_mean_the_same() -> None:
    """ "hoà" and "hòa", "huỷ" and "hủy" are one word."""
    assert understand("hoàn tất, thuỷ lợi hoà bình", TODAY) == understand("hoàn tất, thủy lợi hòa bình", TODAY)
    assert understand("huỷ", TODAY) == understand("hủy", TODAY)


@pytest.mark.parametrize(
    "unit", ["xong ", "#1, ", "70% ", "1 ", "chưa ", "vướng ", "a", "/", "\n", "đến ", "#", "đề nghị ", "324-BC/", "ờ\u0300"]
)
def test_a_very_long_message_takes_no_longer_than_its_length(unit: str) -> None:
    """A hundred thousand characters, and the longest text that is searched, are answered at once."""
    for length in (4096, 100_000):
        text = (unit * length)[:length]
        begun = time.process_time()
        assert understand(text, TODAY)
        assert time.process_time() - begun < 2


def test_a_text_too_long_to_search_is_kept_whole() -> None:
    """A pasted page answers a question for free words as it is, and else is unclear."""
    text = "vướng mặt bằng " * 400
    assert understand(text, TODAY) == (Unclear(text),)
    assert understand(text, TODAY, Expecting("difficulty", 27)) == (Answer(text),)
