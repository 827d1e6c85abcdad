"""The Official Account channel against strict local services: tokens, messages, the webhook's signature, and every failure."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.channels.zalo_oa import ZaloOa
from bot.channels.zalo_oa_client import international
from bot.channels.zalo_oa_tokens import Pair
from bot.oa_life import StoredTokens
from storage.db import migrate, open_engine
from storage.messages import Address, ChannelError, Choice, OutFile, Outgoing, Template
from tests.stores import copy_of, hurried
from tests.zalo_oa_server import APP_ID, APP_SECRET, HOOK_SECRET, OaServer

LAN = Address("zalo_oa", "lan")
NOW = datetime(2024, 3, 18, 2, 0, tzinfo=UTC)


class Desk:
    """An account of the office, its services, its store and its clock."""

    def __init__(self, folder: Path, server: OaServer) -> None:
        self.folder, self.server, self.now = folder, server, NOW
        self.engine: Engine = hurried(open_engine(copy_of(migrate, "empty", folder)))
        self.store = StoredTokens(self.engine, APP_ID)
        self.channel = self.new_channel()

    def new_channel(self, first_refresh: str = "refresh-0", **more: Any) -> ZaloOa:
        """What a restarted process would send with."""
        url = self.server.url
        return ZaloOa(
            APP_ID,
            APP_SECRET,
            self.folder,
            StoredTokens(self.engine, APP_ID),
            lambda: self.now,
            first_refresh=first_refresh,
            webhook_secret=HOOK_SECRET,
            templates={"reminder": "77001"},
            api_url=url,
            oauth_url=url,
            template_url=url,
            **more,
        )

    async def fails(self, message: Outgoing | None = None) -> ChannelError:
        with pytest.raises(ChannelError) as caught:
            await self.channel.send(message or Outgoing(LAN, "Nhắc việc #27"))
        return caught.value


def play(folder: Path, story: Callable[[Desk], Awaitable[None]]) -> None:
    """A story between the account and its services."""

    async def whole() -> None:
        async with OaServer() as server:
            desk = Desk(folder, server)
            try:
                async with desk.channel:
                    await story(desk)
            finally:
                desk.engine.dispose()

    asyncio.run(whole())


def test_buttons_and_their_typed_twin(tmp_path: Path) -> None:
    """Up to five choices are buttons whose payload begins with "#"; all of them stand numbered in the text, for phones and PCs alike."""

    async def story(desk: Desk) -> None:
        choices = tuple((Choice(f"Lựa chọn {number}", f"pick:{number}"),) for number in range(1, 7))
        page = ((Choice("Mở", url="https://tiendo.example/u/x"),),)
        await desk.channel.send(Outgoing(LAN, "Việc nào?", choices))
        await desk.channel.send(Outgoing(LAN, "Trang", page))
        first, second = (message for _, message in desk.server.sent)
        assert first["text"].endswith("5. Lựa chọn 5\n6. Lựa chọn 6")
        buttons = first["attachment"]["payload"]["buttons"]
        assert [button["payload"] for button in buttons] == [f"#~pick:{number}" for number in range(1, 6)]
        assert second["attachment"]["payload"]["buttons"][0]["payload"] == {"url": "https://tiendo.example/u/x"}

    play(tmp_path, story)


def test_files_are_uploaded(tmp_path: Path) -> None:
    """A report and a picture follow the text as attachments of their own."""
    (tmp_path / "bao-cao.docx").write_bytes(b"PK")
    (tmp_path / "tuan.png").write_bytes(b"\x89PNG")

    async def story(desk: Desk) -> None:
        files = (OutFile("bao-cao.docx", "bao-cao.docx"), OutFile("tuan.png", "tuan.png", "image/png", picture=True))
        assert await desk.channel.send(Outgoing(LAN, "Tuần 12", files=files)) == "oa1"
        assert [message["attachment"]["type"] for _, message in desk.server.sent[1:]] == ["file", "template"]
        outside = await desk.fails(Outgoing(LAN, "x", files=(OutFile("../a.docx", "a.docx"),)))
        assert outside.reason == "file_missing"

    play(tmp_path, story)


def test_template_in_the_texts_place(tmp_path: Path) -> None:
    """A message with a template goes out as that template, by the user's id or by phone; an unknown template is refused."""

    async def story(desk: Desk) -> None:
        desk.server.closed.add("lan")
        values = (("name", "Lan"), ("content", "2 việc đến hạn"), ("date", "18/03/2024"))
        message = Outgoing(LAN, "Nhắc việc", template=Template("reminder", values))
        assert await desk.channel.send(message) == "t1"
        by_phone = Template("reminder", values, "0912 345 678")
        assert await desk.channel.send(replace(message, template=by_phone)) == "t2"
        first, second = desk.server.templates
        assert (first["user_id"], first["template_id"], first["template_data"]) == ("lan", "77001", dict(values))
        assert second["phone"] == "84912345678"
        assert (await desk.fails(replace(message, template=Template("other")))).reason == "window_closed"

    play(tmp_path, story)


@pytest.mark.parametrize(
    ("fault", "kind", "reason"),
    [
        (-32, "not_sent", "busy"),
        (-201, "refused", "bad_request"),
        (-210, "refused", "bad_request"),
        (-211, "not_sent", "quota"),
        (-218, "not_sent", "quota"),
        (-213, "refused", "unreachable"),
        (-217, "refused", "unreachable"),
        (-227, "refused", "unreachable"),
        (-244, "refused", "unreachable"),
        (-230, "refused", "window_closed"),
        (-232, "refused", "window_closed"),
        (-234, "not_sent", "night"),
        ((-133, "Not allowed at night"), "not_sent", "night"),
        ((-133, "template data invalid"), "refused", "bad_request"),
        (-237, "refused", "removed"),
        (-240, "refused", "old_api"),
        (-320, "not_sent", "money"),
        (-321, "not_sent", "money"),
        (-99999, "not_sent", "-99999 fault"),
        ("drop", "unknown", "network: RemoteProtocolError"),
    ],
)
def test_what_an_error_means(tmp_path: Path, fault: Any, kind: str, reason: str) -> None:
    """Every number of the table, with HTTP 200, and a connection that breaks after the request left."""

    async def story(desk: Desk) -> None:
        desk.server.faults.append(fault)
        error = await desk.fails()
        assert (error.kind, error.reason) == (kind, reason)

    play(tmp_path, story)


@pytest.mark.parametrize("fault", [-216, -220, (-217, "Access token has expired")])
def test_a_token_that_is_not_accepted(tmp_path: Path, fault: Any) -> None:
    """It is refreshed once and the call tried once more; where that fails too the message waits."""

    async def story(desk: Desk) -> None:
        desk.server.faults.append(fault)
        assert await desk.channel.send(Outgoing(LAN, "a")) == "oa1"
        assert desk.server.refreshes == 2
        desk.server.faults.extend([fault, fault])
        assert (await desk.fails()).reason == "token"

    play(tmp_path, story)


def test_tokens_rotate_and_survive_a_restart(tmp_path: Path) -> None:
    """Tokens are refreshed after 20 hours, not before; the stored pair, not the spent token of the settings, is used after a restart."""

    async def story(desk: Desk) -> None:
        await desk.channel.send(Outgoing(LAN, "a"))
        desk.now += timedelta(hours=19, minutes=59)
        await desk.channel.send(Outgoing(LAN, "b"))
        assert desk.server.refreshes == 1
        desk.now += timedelta(minutes=2)
        await desk.channel.send(Outgoing(LAN, "c"))
        assert desk.server.refreshes == 2
        async with desk.new_channel() as restarted:
            await restarted.send(Outgoing(LAN, "d"))
        assert desk.server.refreshes == 2
        desk.now += timedelta(hours=21)
        async with desk.new_channel() as restarted:
            await restarted.keep_fresh()
        assert desk.server.refreshes == 3

    play(tmp_path, story)


def test_many_at_once_refresh_once(tmp_path: Path) -> None:
    """Twenty messages of two processes at the moment of refreshing spend the single-use token once."""

    async def story(desk: Desk) -> None:
        async with desk.new_channel() as other:
            channels = [desk.channel, other] * 10
            await asyncio.gather(*(channel.send(Outgoing(LAN, str(number))) for number, channel in enumerate(channels)))
        assert desk.server.refreshes == 1

    play(tmp_path, story)


def test_new_pair_is_committed_before_it_is_used(tmp_path: Path) -> None:
    """When the first call with a new token arrives, the new pair stands in the store."""

    async def story(desk: Desk) -> None:
        seen: list[Pair | None] = []
        original = desk.server._answered
        desk.server._answered = lambda request: (seen.append(desk.store.load()), original(request))[1]  # type: ignore[method-assign]
        await desk.channel.send(Outgoing(LAN, "a"))
        assert seen[0] is not None
        assert seen[0].refresh == "refresh-1"

    play(tmp_path, story)


def test_failed_refresh_is_told_and_the_old_token_used_while_it_holds(tmp_path: Path) -> None:
    """While the old token holds messages go out and the trouble shows; after it they wait; a new consent in the settings mends it."""

    async def story(desk: Desk) -> None:
        await desk.channel.send(Outgoing(LAN, "a"))
        desk.server.refresh_fault = "refuse"
        desk.now += timedelta(hours=21)
        await desk.channel.send(Outgoing(LAN, "b"))
        assert desk.channel.trouble == "token"
        desk.now += timedelta(hours=5)
        assert (await desk.fails()).reason == "token"
        desk.server.refresh_fault = ""
        desk.server._refresh = "consented-again"
        async with desk.new_channel("consented-again") as mended:
            await mended.send(Outgoing(LAN, "c"))
            assert mended.trouble == ""

    play(tmp_path, story)


def test_lost_answer_of_a_refresh(tmp_path: Path) -> None:
    """Where the answer with the new pair is lost nobody is left waiting: the trouble shows and the right to refresh is given back."""

    async def story(desk: Desk) -> None:
        desk.server.refresh_fault = "lost"
        assert (await desk.fails()).kind == "not_sent"
        assert desk.channel.trouble == "token"
        assert desk.store.begin(desk.now)

    play(tmp_path, story)


def test_money_is_trouble(tmp_path: Path) -> None:
    """An account without money says so until a message goes out again."""

    async def story(desk: Desk) -> None:
        desk.server.faults.append(-320)
        await desk.fails()
        assert desk.channel.trouble == "money"
        await desk.channel.send(Outgoing(LAN, "a"))
        assert desk.channel.trouble == ""

    play(tmp_path, story)


def test_phone_numbers() -> None:
    """Numbers as people write them become what the service wants."""
    assert [international(phone) for phone in ("0912345678", "+84 912 345 678", "84912345678")] == ["84912345678"] * 3
