"""Copies of a store in PostgreSQL: what comes back is what the copy holds and nothing else, or all stays as it was."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from bot import backups_postgres
from bot.backups import make_backup, restore_backup
from bot.commands.failing import CommandError
from bot.settings import Settings
from storage.db import StoreTooNewError, migrate, open_engine
from tests import stores
from tests.house import House

pytestmark = pytest.mark.postgres
NEWER = """
    CREATE TYPE colour AS ENUM ('đỏ', 'vàng');
    CREATE TABLE "Newer of ours" (id serial PRIMARY KEY, report_id integer REFERENCES report (id), colour colour);
    INSERT INTO "Newer of ours" (report_id) SELECT id FROM report;
    CREATE VIEW lately AS SELECT r.id, n.colour FROM report r JOIN "Newer of ours" n ON n.report_id = r.id;
    CREATE MATERIALIZED VIEW kept AS SELECT * FROM lately;
    CREATE SEQUENCE numbers;
    CREATE FUNCTION stamped() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
    CREATE TRIGGER stamped BEFORE INSERT ON report FOR EACH ROW EXECUTE FUNCTION stamped();
    ALTER TABLE report ADD COLUMN colour colour;
    UPDATE alembic_version SET version_num = 'ffffffffffff';
"""
STANDING = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
    UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
"""


@pytest.fixture
def mine(tmp_path: Path, server: None) -> Iterator[Settings]:
    """Settings with a store of one report, 40%; its copy stands in `copy.dump`, then 50% was said. The database is this test's alone."""
    template = stores.copy_of(lambda _engine: None, "backup", tmp_path)
    name = f"{make_url(template).database}_restored"
    _on(template, f"CREATE DATABASE {name} TEMPLATE {make_url(template).database}")
    url = make_url(template).set(database=name).render_as_string(hide_password=False)
    settings = Settings(database_url=SecretStr(url), data_dir=tmp_path)
    house = House(tmp_path, url=url)
    house.in_force()
    house.says("Mai", "#2 40%, vướng\tmặt\\nbằng")
    assert "1 report" in make_backup(settings, tmp_path / "copy.dump")
    house.says("Mai", "#2 50%")
    house.close()
    yield settings
    _on(template, f"DROP DATABASE {name} WITH (FORCE)")


def _on(url: str, statement: str) -> list[Any]:
    """What one statement gives, asked from outside the store's own connections."""
    address = make_url(url).set(drivername="postgresql")
    database = "postgres" if " DATABASE " in statement else address.database
    with psycopg.connect(address.set(database=database).render_as_string(hide_password=False), autocommit=True) as connection:
        done = connection.execute(statement.encode())
        return done.fetchall() if done.description else []


def _of(settings: Settings, statement: str) -> list[Any]:
    return _on(settings.database_url.get_secret_value(), statement)


def _percents(settings: Settings) -> list[int]:
    return sorted(percent for (percent,) in _of(settings, "SELECT percent FROM report"))


def test_a_copy_comes_back_whole(mine: Settings, tmp_path: Path) -> None:
    """What was said after it is gone, what was said before it is there; what is no copy, or not asked for by force, changes nothing."""
    (tmp_path / "notes.txt").write_text("không phải kho dữ liệu", encoding="utf-8")
    with pytest.raises(CommandError, match="not a store"):
        restore_backup(mine, tmp_path / "notes.txt", force=True)
    with pytest.raises(CommandError, match="--force"):
        restore_backup(mine, tmp_path / "copy.dump", force=False)
    assert _percents(mine) == [40, 50]
    assert "1 report" in restore_backup(mine, tmp_path / "copy.dump", force=True)
    assert _percents(mine) == [40]


def test_what_only_a_newer_program_made_is_gone_after_the_way_back(mine: Settings, tmp_path: Path) -> None:
    """Tables, columns, views, functions, types: the store is this program's again, to the last trace, and takes the upgrade once more."""
    before = sorted(_of(mine, STANDING))
    _of(mine, NEWER)
    engine = open_engine(mine.database_url.get_secret_value())
    with pytest.raises(StoreTooNewError):
        migrate(engine)
    engine.dispose()
    restore_backup(mine, tmp_path / "copy.dump", force=True)
    assert sorted(_of(mine, STANDING)) == before
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    engine.dispose()
    assert _percents(mine) == [40]
    _of(mine, NEWER)


def test_a_copy_of_a_newer_store_is_refused_at_the_start(mine: Settings, tmp_path: Path) -> None:
    """It comes back as it was, the newer program's tables with it, and this program leaves it alone."""
    _of(mine, NEWER)
    make_backup(mine, tmp_path / "newer.dump")
    restore_backup(mine, tmp_path / "newer.dump", force=True)
    assert len(_of(mine, 'SELECT * FROM "Newer of ours"')) == 2
    engine = open_engine(mine.database_url.get_secret_value())
    with pytest.raises(StoreTooNewError):
        migrate(engine)
    engine.dispose()


def test_a_value_changed_on_the_way_leaves_the_store_as_it_was(mine: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison comes before anything of it holds."""
    honest = backups_postgres._run

    def changing(connection: psycopg.Connection[Any], lines: Iterable[bytes]) -> None:
        honest(connection, lines)
        connection.execute("UPDATE public.report SET percent = 41")

    monkeypatch.setattr(backups_postgres, "_run", changing)
    with pytest.raises(CommandError, match="does not hold"):
        restore_backup(mine, tmp_path / "copy.dump", force=True)
    assert _percents(mine) == [40, 50]


def test_a_copy_that_ends_too_early_leaves_the_store_as_it_was(mine: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Damaged between the look at it and putting it back: half of it is nothing."""
    held = backups_postgres.dumped(tmp_path / "copy.dump")
    whole = (tmp_path / "copy.dump").read_bytes()
    (tmp_path / "copy.dump").write_bytes(whole[: len(whole) * 3 // 4])
    monkeypatch.setattr(backups_postgres, "dumped", lambda _file: held)
    with pytest.raises(CommandError, match="damaged"):
        restore_backup(mine, tmp_path / "copy.dump", force=True)
    assert _percents(mine) == [40, 50]


def test_what_others_hung_on_the_store_is_not_dropped(mine: Settings, tmp_path: Path) -> None:
    """A view in a schema of somebody else's: the sentence names what stands in the way, and nothing was changed."""
    _of(mine, "CREATE SCHEMA statistics; CREATE VIEW statistics.percents AS SELECT percent FROM report")
    with pytest.raises(CommandError, match=r"view statistics\.percents depends on table report\. Nothing was changed\."):
        restore_backup(mine, tmp_path / "copy.dump", force=True)
    assert _percents(mine) == [40, 50]


def test_a_store_in_use_is_not_overwritten(mine: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither while a service has it open, nor while anybody else is in the middle of something there."""
    engine = open_engine(mine.database_url.get_secret_value())
    with engine.connect(), pytest.raises(CommandError, match="in use"):
        restore_backup(mine, tmp_path / "copy.dump", force=True)
    engine.dispose()
    monkeypatch.setattr(backups_postgres, "LOCK_PATIENCE_S", 1)
    address = make_url(mine.database_url.get_secret_value()).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as other:
        other.execute("SELECT * FROM report")
        with pytest.raises(CommandError, match="in use"):
            restore_backup(mine, tmp_path / "copy.dump", force=True)
    restore_backup(mine, tmp_path / "copy.dump", force=True)
    assert _percents(mine) == [40]


def test_pg_dump_gets_the_password_in_the_environment_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that asks for a password gets the one of the URL, which stands in no argument, not even as asterisks."""
    tool = tmp_path / "pg_dump"
    tool.write_text('#!/bin/sh\nprintf "%s " "$PGPASSWORD" "$@" >"$0.told"\n', encoding="utf-8")
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    backups_postgres.dump(make_url("postgresql+psycopg://tiendo:m%40t@store:5433/tiendo"), tmp_path / "copy")
    password, *arguments = tool.with_name("pg_dump.told").read_text(encoding="utf-8").split()
    assert password == "m@t"
    assert arguments == ["--format=custom", f"--file={tmp_path / 'copy'}", "postgresql://tiendo@store:5433/tiendo"]


def test_a_refusal_of_pg_dump_tells_the_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names what went wrong, not the command that these tools repeat after it."""
    tool = tmp_path / "pg_dump"
    tool.write_text('#!/bin/sh\nprintf "%s\\n" "pg_dump: error: query failed: ERROR: so old" "Query was: SET x" >&2\nexit 1\n')
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(CommandError, match="pg_dump failed: pg_dump: error: query failed: ERROR: so old"):
        backups_postgres.dump(make_url("postgresql://store/tiendo"), tmp_path / "copy")
