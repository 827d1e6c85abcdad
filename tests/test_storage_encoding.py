"""A database that does not keep its text in UTF-8 is refused in one sentence, wherever it is named."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from bot.backups import make_backup, restore_backup
from bot.commands.common import open_store
from bot.commands.failing import sentence
from bot.examining import examine
from bot.moving import move_store
from bot.settings import Settings
from storage.db import StoreEncodingError, migrate, open_engine
from tests import stores

pytestmark = pytest.mark.postgres
TOLD = "keeps its text as {}, which cannot hold Vietnamese. Nothing was changed; use one that is made with: CREATE DATABASE"


@pytest.fixture(params=["SQL_ASCII", "LATIN1"])
def refused(request: pytest.FixtureRequest, tmp_path: Path, server: None) -> Iterator[tuple[str, str]]:
    """The URL of a database that cannot hold Vietnamese, and its encoding."""
    url = make_url(stores.copy_of(lambda _engine: None, "bare", tmp_path))
    mine = url.set(database=f"{url.database}_{request.param.lower()}")
    _as_owner(f"CREATE DATABASE {mine.database} ENCODING '{request.param}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    yield mine.render_as_string(hide_password=False), request.param
    _as_owner(f"DROP DATABASE {mine.database}")  # fails where a connection was left open


def _as_owner(statement: str) -> None:
    with psycopg.connect(stores.SERVER, autocommit=True) as connection:
        connection.execute(statement.encode())


def _tables(url: str) -> int:
    address = make_url(url).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        found = connection.execute("SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return int(found[0]) if found else 0


def test_every_command_refuses_it_and_leaves_it_empty(refused: tuple[str, str], tmp_path: Path) -> None:
    """At the start, as a store to move into, and for a copy to be put back: the sentence says what to do."""
    url, encoding = refused
    good = f"sqlite:///{tmp_path / 'house.db'}"
    copied = stores.copy_of(lambda _engine: None, "bare", tmp_path / "copied")
    make_backup(Settings(database_url=SecretStr(copied), data_dir=tmp_path), tmp_path / "copy.dump")
    bad = Settings(database_url=SecretStr(url), data_dir=tmp_path)
    for refusing in (
        lambda: open_store(bad, checked=True).__enter__(),
        lambda: move_store(good, url),
        lambda: restore_backup(bad, tmp_path / "copy.dump", force=True),
    ):
        with pytest.raises(StoreEncodingError) as told:
            refusing()
        assert TOLD.format(encoding) in sentence(told.value)
    assert _tables(url) == 0


def test_the_doctor_says_it(refused: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As one finding, the same sentence."""
    url, encoding = refused
    monkeypatch.setenv("TIENDO_DATABASE_URL", url)
    store = next(finding for finding in asyncio.run(examine()) if finding.check == "store")
    assert not store.ok
    assert TOLD.format(encoding) in store.text


def test_the_way_out_that_the_sentence_names_is_one(refused: tuple[str, str]) -> None:
    """The statement in the sentence makes a database that a store can be made in."""
    told = str(StoreEncodingError(*refused))
    name = f"{make_url(refused[0]).database}_good"
    statement = told[told.index("CREATE DATABASE") :]
    _as_owner(statement.replace("DATABASE tiendo ", f"DATABASE {name} "))
    engine = open_engine(make_url(refused[0]).set(database=name).render_as_string(hide_password=False))
    migrate(engine)
    engine.dispose()
    _as_owner(f"DROP DATABASE {name}")
