"""Catalogues: complete, with the same places, and no message sent with a hole in it."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from locales import words

ROOT = Path(__file__).resolve().parent.parent


def test_every_message_is_translated_with_its_places() -> None:
    """scripts/messages.py finds no fault."""
    done = subprocess.run([sys.executable, "scripts/messages.py"], cwd=ROOT, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_missing_place_is_an_error_and_never_sent() -> None:
    """A message without its value raises instead of showing braces."""
    with pytest.raises(KeyError):
        words("vi").text("There is no task #{number}.")


def test_an_unknown_language_is_vietnamese() -> None:
    """A person whose language we lack reads Vietnamese."""
    assert words("fr").language == "vi"


def test_days_are_printed_as_letters_print_them() -> None:
    """Day/month/year without leading zeros in both languages."""
    assert {words(language).date(date(2024, 4, 9)) for language in ("vi", "en")} == {"9/4/2024"}
