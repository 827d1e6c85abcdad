"""Copies of the store: whole while the service writes, sealed, rotated, restored only when they are what they say."""

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import col, func, select

from bot import backups
from bot.backups import daily_backup, make_backup, restore_backup
from bot.commands.failing import CommandError
from bot.sealing import PIECE_BYTES, SealError, is_sealed, seal, unseal
from bot.settings import Settings
from storage.db import open_engine, transaction
from storage.models import Report
from tests.house import House


@pytest.fixture
def house(on_sqlite: None, tmp_path: Path) -> Iterator[House]:
    """A house with a report in its store."""
    built = House(tmp_path)
    built.in_force()
    built.says("Mai", "#2 40%")
    yield built
    built.close()


def settings(folder: Path, **more: object) -> Settings:
    return Settings(database_url=SecretStr(f"sqlite:///{folder / 'house.db'}"), data_dir=folder / "data", **more)  # type: ignore[arg-type]


def reports(path: Path) -> int:
    engine = open_engine(f"sqlite:///{path}")
    with transaction(engine) as session:
        found = session.exec(select(func.count(col(Report.id)))).one()
    engine.dispose()
    return found


def test_a_copy_made_in_the_middle_of_a_transaction_is_consistent(house: House, tmp_path: Path) -> None:
    """What is not committed yet is not in the copy, and the copy passes SQLite's own check."""
    with transaction(house.engine) as session:
        row = session.exec(select(Report)).one()
        session.delete(row)
        session.flush()
        assert "1 report" in make_backup(settings(tmp_path), tmp_path / "copy.db")
    assert reports(tmp_path / "copy.db") == 1


def test_a_sealed_copy_opens_with_its_passphrase_only(house: House, tmp_path: Path) -> None:
    """The wrong passphrase and a changed byte are refused with a sentence, and nothing is overwritten."""
    mine = settings(tmp_path, backup_passphrase=SecretStr("đúng mật khẩu"))
    make_backup(mine, tmp_path / "copy.sealed")
    assert is_sealed(tmp_path / "copy.sealed")
    assert b"SQLite" not in (tmp_path / "copy.sealed").read_bytes()
    with pytest.raises(CommandError, match="passphrase is wrong"):
        restore_backup(settings(tmp_path, backup_passphrase=SecretStr("sai")), tmp_path / "copy.sealed", force=True)
    with pytest.raises(CommandError, match="TIENDO_BACKUP_PASSPHRASE"):
        restore_backup(settings(tmp_path), tmp_path / "copy.sealed", force=True)
    house.says("Mai", "#2 50%")
    house.close()
    restore_backup(mine, tmp_path / "copy.sealed", force=True)
    assert reports(tmp_path / "house.db") == 1


@pytest.mark.parametrize("length", [0, 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES])
def test_sealing_gives_back_every_length(tmp_path: Path, length: int) -> None:
    """What comes out is what went in, at the borders of pieces too."""
    source = tmp_path / "source"
    source.write_bytes(b"x" * length)
    seal(source, tmp_path / "sealed", "p")
    unseal(tmp_path / "sealed", tmp_path / "opened", "p")
    assert (tmp_path / "opened").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("harm", ["cut", "swap", "flip"])
def test_a_harmed_seal_is_refused(tmp_path: Path, harm: str) -> None:
    """A file cut after a whole piece, with pieces swapped, or with one bit changed does not open, and leaves nothing behind."""
    (tmp_path / "source").write_bytes(b"a" * PIECE_BYTES + b"b" * PIECE_BYTES + b"c")
    seal(tmp_path / "source", tmp_path / "sealed", "p")
    data = bytearray((tmp_path / "sealed").read_bytes())
    head, piece = 24, 5 + 12 + PIECE_BYTES + 16
    if harm == "cut":
        data = data[: head + 2 * piece]
    elif harm == "swap":
        data = data[:head] + data[head + piece : head + 2 * piece] + data[head : head + piece] + data[head + 2 * piece :]
    else:
        data[head + 40] ^= 1
    (tmp_path / "sealed").write_bytes(data)
    with pytest.raises(SealError):
        unseal(tmp_path / "sealed", tmp_path / "opened", "p")
    assert not (tmp_path / "opened").exists()


def test_daily_copies_rotate(house: House, tmp_path: Path) -> None:
    """One a day, and only as many as are to be kept, the newest."""
    mine = settings(tmp_path, backup_keep=3)
    first = date(2024, 3, 18)
    made = [daily_backup(mine, first + timedelta(days=day)) for day in range(5)]
    assert daily_backup(mine, first + timedelta(days=4)) is None
    assert sorted((tmp_path / "data" / "backups").iterdir()) == made[2:]


def test_one_of_two_processes_makes_the_daily_copy(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one writes it the other leaves it alone; what a killed one had begun does not stop the next."""
    mine = settings(tmp_path)
    day = date(2024, 4, 1)
    makes, others = backups.make_backup, []

    def meanwhile(ours: Settings, file: Path) -> str:
        others.append(daily_backup(mine, day))
        return makes(ours, file)

    monkeypatch.setattr(backups, "make_backup", meanwhile)
    (mine.data_dir / "backups").mkdir(parents=True)
    (mine.data_dir / "backups" / "tiendo-2024-04-01.backup.part").write_bytes(b"half of")
    made = daily_backup(mine, day)
    assert (made is not None, others) == (True, [None])
    assert made is not None
    assert reports(made) == 1


def test_something_that_is_no_store_is_not_restored(house: House, tmp_path: Path) -> None:
    """A text file is refused with a sentence, and the store stays."""
    (tmp_path / "notes.txt").write_text("không phải kho dữ liệu", encoding="utf-8")
    with pytest.raises(CommandError, match="not a store"):
        restore_backup(settings(tmp_path), tmp_path / "notes.txt", force=True)
    assert reports(tmp_path / "house.db") == 1


def test_a_restored_store_is_compared_value_by_value(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many rows as before with one word changed on the way: refused, and the store that stood there stays."""
    make_backup(settings(tmp_path), tmp_path / "copy.db")
    house.says("Mai", "#2 50%")
    house.close()
    honest = backups._copy_sqlite

    def changing(source: Path, target: Path) -> None:
        honest(source, target)
        with sqlite3.connect(target) as connection:
            connection.execute("UPDATE report SET percent = 41")
        connection.close()

    monkeypatch.setattr(backups, "_copy_sqlite", changing)
    with pytest.raises(CommandError, match="does not hold"):
        restore_backup(settings(tmp_path), tmp_path / "copy.db", force=True)
    assert reports(tmp_path / "house.db") == 2


def test_a_store_in_use_is_not_overwritten(house: House, tmp_path: Path) -> None:
    """Not even by force while the service has it open: it would go on writing into a file that is gone."""
    make_backup(settings(tmp_path), tmp_path / "copy.db")
    with pytest.raises(CommandError, match="in use"):
        restore_backup(settings(tmp_path), tmp_path / "copy.db", force=True)
    house.says("Mai", "#2 50%")
    house.close()
    assert reports(tmp_path / "house.db") == 2
    restore_backup(settings(tmp_path), tmp_path / "copy.db", force=True)
    assert reports(tmp_path / "house.db") == 1


def test_a_damaged_store_is_overwritten_by_force(house: House, tmp_path: Path) -> None:
    """That is what a copy is for."""
    make_backup(settings(tmp_path), tmp_path / "copy.db")
    house.close()
    (tmp_path / "house.db").write_bytes(b"broken" * 5000)
    restore_backup(settings(tmp_path), tmp_path / "copy.db", force=True)
    assert reports(tmp_path / "house.db") == 1
