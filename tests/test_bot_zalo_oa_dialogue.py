"""Whole conversations with an Official Account over its strict local services: webhook, taps, the closing window, templates."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from sqlmodel import col, select

from bot.channels.trust import trusted
from bot.oa_life import official_account, prompt_before_closing
from bot.settings import Settings
from scheduler.rules import Rules
from storage.db import transaction
from storage.models import ChatAddress, Outbox, Person
from tests.scheduler_stage import Stage, at
from tests.zalo_oa_server import APP_ID, APP_SECRET, HOOK_SECRET, OaServer
from tests.zalo_office import ZaloOffice, zalo_office


class Account:
    """An office that is reached over its Official Account."""

    def __init__(self, office: ZaloOffice, oa: OaServer) -> None:
        self.office, self.oa = office, oa

    async def hears(self, name: str, user: str, **fields: Any) -> int:
        """Something happens at the account; the webhook's status."""
        event = self.oa.event(name, user, self.office.clock.now().timestamp(), **fields)
        return await self.oa.post(f"{self.office.url}/zalo/oa/webhook", event)

    async def says(self, user: str, text: str) -> int:
        """Somebody types or taps."""
        return await self.hears("user_send_text", user, message={"text": text})


def play(folder: Path, story: Callable[[Account], Awaitable[None]]) -> None:
    """A story in an office whose service runs."""

    async def whole() -> None:
        async with OaServer() as oa:
            settings: dict[str, Any] = {
                "zalo_bot_token": None,
                "zalo_oa_id": "4242",
                "zalo_oa_app_id": APP_ID,
                "zalo_oa_app_secret": SecretStr(APP_SECRET),
                "zalo_oa_refresh_token": SecretStr("refresh-0"),
                "zalo_oa_webhook_secret": SecretStr(HOOK_SECRET),
                "zalo_oa_templates": "reminder=77001",
                "zalo_oa_api_url": oa.url,
                "zalo_oa_oauth_url": oa.url,
                "zalo_oa_template_url": oa.url,
            }
            async with zalo_office(folder, webhook=True, **settings) as office:
                await story(Account(office, oa))

    asyncio.run(whole())


def test_from_follower_to_receipt(tmp_path: Path) -> None:
    """A follower is told how to link; a code links; a reminder is answered by a tap, wrapped or not, and by its number on a PC."""

    async def story(account: Account) -> None:
        assert await account.hears("follow", "mai", sender={}, follower={"id": "mai"}) == 200
        await account.oa.hears("mai", "chưa liên kết")
        await account.says("mai", account.office.invite("UBND xã Cao Lâu", "officer"))
        await account.oa.hears("mai", "Đã liên kết")
        account.office.in_force()
        reminder = await account.oa.hears("mai", "2 việc mới")
        first = reminder["attachment"]["payload"]["buttons"][0]
        assert f"1. {first['title']}" in reminder["text"]
        before = len(account.oa.texts("mai"))
        await account.says("mai", f'{{"content": "{first["payload"]}"}}')
        await account.oa.hears("mai", "Đã ghi nhận #2")
        await account.says("mai", "#1 1")
        await account.oa.hears("mai", "Đã ghi nhận #1")
        assert len(account.oa.texts("mai")) >= before + 2

    play(tmp_path, story)


def test_webhook_takes_only_what_zalo_signed(tmp_path: Path) -> None:
    """Bytes signed with either secret are taken, with or without "mac="; anything else, and what is hours old, is not."""

    async def story(account: Account) -> None:
        hook = f"{account.office.url}/zalo/oa/webhook"
        now_s = account.office.clock.now().timestamp()
        event = account.oa.event("user_send_text", "mai", now_s, message={"text": "xin chào"})
        assert await account.oa.post(hook, event, secret="wrong") == 403
        assert await account.oa.post(hook, event, app_id="1") == 403
        async with httpx.AsyncClient(verify=trusted()) as http:
            bare = await http.post(hook, json=event)
            signed_nonsense = await http.post(hook, content=b"{", headers={"X-ZEvent-Signature": "mac=1"})
        assert (bare.status_code, signed_nonsense.status_code) == (403, 400)
        assert account.oa.texts("mai") == []
        assert await account.oa.post(hook, event, prefix="") == 200
        assert await account.oa.post(hook, event, secret=APP_SECRET) == 200
        await account.oa.hears("mai", "chưa liên kết")
        late = account.oa.event("user_send_text", "cu", now_s - 7201, message={"text": "xin chào"})
        again = account.oa.event("user_send_text", "moi", now_s - 7000, message={"text": "xin chào"})
        assert [await account.oa.post(hook, one) for one in (late, again)] == [200, 200]
        await account.oa.hears("moi", "chưa liên kết")
        await asyncio.sleep(0.2)
        assert account.oa.texts("cu") == []
        assert len(account.oa.texts("mai")) == 1

    play(tmp_path, story)


def test_template_after_the_window(tmp_path: Path) -> None:
    """Somebody who has not written for eight days gets the reminder as the approved template, not as words that would be refused."""

    async def story(account: Account) -> None:
        await account.says("mai", account.office.invite("UBND xã Cao Lâu", "officer"))
        await account.oa.hears("mai", "Đã liên kết")
        with transaction(account.office.engine) as session:
            chat = session.exec(select(ChatAddress).where(ChatAddress.chat == "mai")).one()
            chat.last_in_at = account.office.clock.now() - timedelta(days=8)
        account.oa.closed.add("mai")
        account.office.in_force()
        async with asyncio.timeout(8):
            while True:
                if account.oa.templates:
                    break
                await asyncio.sleep(0.05)
        (sent,) = account.oa.templates
        assert (sent["user_id"], sent["template_id"]) == ("mai", "77001")
        assert sent["template_data"]["date"] == "18/03/2024"
        assert "2 việc mới" in sent["template_data"]["content"]
        assert all(len(value) <= 90 for value in sent["template_data"].values())

    play(tmp_path, story)


def test_prompt_before_the_window_closes(tmp_path: Path) -> None:
    """Who last wrote so long ago that the window closes before the next working day is asked once; nobody else, and never at night."""
    stage = Stage(tmp_path, "2024-03-22 09:00")  # a Friday
    unit = stage.unit("UBND xã Cao Lâu")
    for name, wrote in (("moi", "2024-03-21 08:00"), ("sap-dong", "2024-03-17 09:00"), ("da-dong", "2024-03-14 08:00")):
        stage.person(name, "officer", unit)
        with stage.store() as session:
            chat = session.exec(select(ChatAddress).where(ChatAddress.chat == name)).one()
            chat.channel, chat.last_in_at = "zalo_oa", at(wrote)

    settings = Settings(zalo_oa_app_id=APP_ID, zalo_oa_app_secret=SecretStr(APP_SECRET), zalo_oa_template_by="phone")
    channel = official_account(settings, stage.engine, lambda: stage.now)
    assert channel is not None

    def asked(when: str) -> int:
        with stage.store() as session:
            return prompt_before_closing(session, channel, at(when), Rules(), "vi")

    assert asked("2024-03-21 20:00") == 0
    assert asked("2024-03-21 09:00") == 0
    assert [asked("2024-03-22 09:00"), asked("2024-03-22 10:00")] == [1, 0]
    with stage.store() as session:
        row = session.exec(select(Outbox).order_by(col(Outbox.id))).one()
    assert (row.chat, row.kind) == ("sap-dong", "alarm")
    assert "vài ngày" in row.body["text"]
    assert row.body["ask_contact"] is True


def test_a_shared_phone_number_is_kept(tmp_path: Path) -> None:
    """What somebody submits on Zalo's form is kept as their number."""

    async def story(account: Account) -> None:
        await account.says("mai", account.office.invite("UBND xã Cao Lâu", "officer"))
        await account.oa.hears("mai", "Đã liên kết")
        await account.hears("user_submit_info", "mai", info={"name": "Mai", "phone": "84912345678"})
        await account.oa.hears("mai", "0912345678")
        with transaction(account.office.engine) as session:
            assert session.exec(select(Person)).one().phone == "0912345678"

    play(tmp_path, story)
