"""What `tiendo doctor` says about Zalo."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.zalo import Zalo
from bot.channels.zalo_oa_tokens import Pair
from bot.examining_zalo import zalo_findings
from bot.oa_life import StoredTokens
from bot.settings import Settings
from bot.zalo_life import ACCOUNTS, live
from storage.models import ChatAddress, Mark
from storage.quota import count
from tests.scheduler_stage import Stage
from tests.zalo_server import TOKEN, ZaloServer

NOW = datetime(2024, 3, 18, 2, 0, tzinfo=UTC)
OTHER = "999:ZyXwVuTsRqPoNmLkJiHgFeDc"


class Clock:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """An office with one person on the unnamed bot."""
    stage = Stage(tmp_path, "2024-03-18 09:00")
    person = stage.person("an", "officer", stage.unit("UBND xã Cao Lâu"))
    with stage.store() as session:
        session.add(ChatAddress(channel="zalo", chat="an-zalo", person_id=person))
    return stage


def examined(stage: Stage, token: str = TOKEN, **settings: object) -> list[tuple[str, bool, str]]:
    """The findings with that token, against a platform that knows the office's."""

    async def story() -> list[tuple[str, bool, str]]:
        async with ZaloServer() as server:
            given = Settings(zalo_bot_token=SecretStr(token), zalo_api_url=server.url, **settings)  # type: ignore[arg-type]
            return await zalo_findings(given, stage.engine, Clock())

    return asyncio.run(story())


def test_account_plan_and_people(stage: Stage) -> None:
    """A healthy bot: who it is, what it used, how many people hang on it."""
    with stage.store() as session:
        count(session, "zalo", "2024-03", sent=10, received=2)
    assert examined(stage) == [
        ("zalo", True, "bot.tiendo (id-bot.tiendo); before this account is changed: 1 people would have to link again"),
        ("zalo plan", True, "12 of 3000 messages in 2024-03, 1 of 50 users"),
    ]


def test_a_plan_that_runs_out(stage: Stage) -> None:
    """At 80 % the plan's line is wrong."""
    with stage.store() as session:
        count(session, "zalo", "2024-03", sent=2400)
    assert [ok for _, ok, _ in examined(stage)] == [True, False]


def test_another_account_behind_the_token(stage: Stage) -> None:
    """A token of another account than before is wrong, and it is said how many people must link again."""
    with stage.store() as session:
        session.add(Mark(name=ACCOUNTS, value={"zalo": "id-of-before"}, at=NOW))
    account = examined(stage)[0]
    assert account[:2] == ("zalo", False)
    assert "1 people must link again" in account[2]


def test_a_wrong_token_among_several_bots(stage: Stage) -> None:
    """Each bot is looked at by itself, and no finding shows a token."""
    found = examined(stage, f"cao-lau={TOKEN},gia-cat={OTHER}")
    assert [(check, ok) for check, ok, _ in found] == [("zalo:cao-lau", True), ("zalo:cao-lau plan", True), ("zalo:gia-cat", False)]
    assert found[-1][2] == "the token is not accepted"
    assert TOKEN not in str(found)


def test_official_account(stage: Stage) -> None:
    """The account's stored token is looked at and not spent."""
    settings = {"zalo_oa_app_id": "42", "zalo_oa_app_secret": SecretStr("s"), "zalo_oa_refresh_token": SecretStr("r")}
    assert "fetches one when it starts" in examined(stage, **settings)[-1][2]
    store = StoredTokens(stage.engine, "42")
    for hours, holds in ((5, True), (-1, False)):
        store.begin(NOW)
        store.save(Pair("a", "r", NOW + timedelta(hours=hours), "x"))
        assert examined(stage, **settings)[-1][1] is holds


def test_account_is_remembered_for_links(stage: Stage, tmp_path: Path) -> None:
    """A bot that starts keeps its account for the links of invites."""

    async def story() -> None:
        async with ZaloServer() as server, Zalo(TOKEN, tmp_path, bot="cao-lau", api_url=server.url) as channel:
            living = asyncio.create_task(live(channel, Settings(), stage.engine, lambda _: asyncio.sleep(0), lambda: NOW))
            async with asyncio.timeout(5):
                while channel.polled_at is None:  # noqa: ASYNC110 - the poller has no event to wait for
                    await asyncio.sleep(0.02)
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)

    asyncio.run(story())
    with stage.store() as session:
        assert session.get_one(Mark, "usernames").value == {"zalo:cao-lau": "bot.tiendo"}
