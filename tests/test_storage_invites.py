"""Invites: codes without look-alikes, stored as hashes, used once, tried five times an hour."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from storage import invites, units
from storage.models import Invite, LinkAttempt
from tests.house import MONDAY, House

NOW = MONDAY.astimezone(UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The office without a letter."""
    built = House(tmp_path)
    yield built
    built.close()


@pytest.fixture
def session(house: House) -> Iterator[Session]:
    """A session that is rolled back."""
    with Session(house.engine) as opened:
        yield opened


def commune(session: Session) -> int:
    """The unit that people are invited to."""
    found = units.named(session, "UBND xã Cao Lâu")
    assert found is not None
    return units.unit_id(found)


def test_code_is_kept_as_a_hash_only(session: Session) -> None:
    """Eight signs that look like no others; the store holds neither them nor anything they can be read from."""
    code, row = invites.invite(session, unit_id=commune(session), role="officer", now=NOW)
    assert len(code) == 8
    assert not set(code) & set("ILO01")
    assert code not in str(row.model_dump())


def test_code_works_once(house: House, session: Session) -> None:
    """The first chat is linked, the second is not."""
    code, _ = invites.invite(session, unit_id=commune(session), role="officer", now=NOW)
    assert invites.redeem(session, code, house.address("A"), "A", "vi", NOW) is not None
    assert invites.redeem(session, code, house.address("B"), "B", "vi", NOW) is None


@pytest.mark.parametrize("typed", [str.lower, lambda code: f"{code[:4]}-{code[4:]}", lambda code: f" {code[:2]} {code[2:5]}–{code[5:]} "])
def test_blanks_hyphens_and_case_do_not_matter(house: House, session: Session, typed: object) -> None:
    """A code is read as people write it down."""
    code, _ = invites.invite(session, unit_id=commune(session), role="officer", now=NOW)
    assert callable(typed)
    assert invites.redeem(session, typed(code), house.address("A"), "A", "vi", NOW) is not None


def test_expired_code_links_nobody(house: House, session: Session) -> None:
    """At the instant of expiry it is over, and the try is counted like any wrong one."""
    code, row = invites.invite(session, unit_id=commune(session), role="officer", now=NOW)
    assert invites.redeem(session, code, house.address("A"), "A", "vi", row.expires_at) is None
    assert len(session.exec(select(LinkAttempt)).all()) == 1


def test_sixth_try_in_an_hour_is_not_listened_to(house: House, session: Session) -> None:
    """Five wrong codes close one chat's ear for an hour, and no other's."""
    code, _ = invites.invite(session, unit_id=commune(session), role="officer", now=NOW)
    for _ in range(5):
        invites.redeem(session, "ABCD2345", house.address("A"), "A", "vi", NOW)
    assert invites.redeem(session, code, house.address("A"), "A", "vi", NOW + timedelta(minutes=59)) is None
    assert invites.redeem(session, code, house.address("B"), "B", "vi", NOW + timedelta(minutes=59)) is not None
    other, _ = invites.invite(session, unit_id=commune(session), role="officer", now=NOW)
    assert invites.redeem(session, other, house.address("A"), "A", "vi", NOW + timedelta(minutes=61)) is not None


def test_only_an_officers_invite_links_a_group(house: House, session: Session) -> None:
    """A coordinator's code typed in a group links nothing and stays unused."""
    code, _ = invites.invite(session, unit_id=commune(session), role="coordinator", now=NOW)
    assert invites.redeem_for_group(session, code, house.address("-1"), NOW) is None
    assert session.exec(select(Invite).where(Invite.used_at != None)).first() is None  # noqa: E711


@pytest.mark.parametrize(
    ("typed", "name", "phone"),
    [
        ("Cao Lâu 0912345678", "Cao Lâu", "0912345678"),
        ("Cao Lâu +84 912 345 678", "Cao Lâu", "0912345678"),
        ("Cao Lâu, 0912.345.678", "Cao Lâu", "0912345678"),
        ("Phòng 2", "Phòng 2", None),
        ("Cao Lâu", "Cao Lâu", None),
    ],
)
def test_phone_number_behind_a_name(typed: str, name: str, phone: str | None) -> None:
    """The number is taken off the unit's name and written as it is dialled at home."""
    assert invites.split_phone(typed) == (name, phone)
