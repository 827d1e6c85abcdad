"""Invite codes are codes however people type them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from handlers.understand import understand
from handlers.understanding.intents import Code
from storage import invites
from storage.db import transaction
from tests.house import House

NOW = datetime(2024, 3, 18, 1, tzinfo=UTC)


def test_every_code_is_read_back_from_small_letters_and_groups_of_four(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where chance first gives letters only: such a code typed in small letters would read like a word, so it is drawn again."""
    drawn = iter("ABCDEFGH" + "ABCD2345")
    monkeypatch.setattr(invites.secrets, "choice", lambda _alphabet: next(drawn))
    house = House(tmp_path)
    with transaction(house.engine) as session:
        code, _ = invites.invite(session, unit_id=None, role="admin", now=NOW)
    house.close()
    assert code == "ABCD2345"
    for typed in (code, code.lower(), "abcd-2345", "abcd 2345"):
        assert understand(typed, date(2024, 3, 18)) == (Code(code),)
