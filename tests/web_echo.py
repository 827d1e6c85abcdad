"""A small conversation behind the web chat: it repeats words, offers buttons, and edits a message when one is pressed."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.applications import Starlette

from bot.channels.web import Web
from bot.web.demo_clock import Step
from bot.web.pages import Phone, demo_routes
from storage.messages import Address, Choice, Incoming, OutFile, Outgoing, bold, clean

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICER, COORDINATOR, LEADER = "Cán bộ UBND xã Cao Lâu", "Chuyên viên tổng hợp", "Lãnh đạo UBND huyện"
PHONES = (
    Phone("officer", OFFICER, "UBND xã Cao Lâu"),
    Phone("coordinator", COORDINATOR, "Văn phòng HĐND và UBND huyện"),
    Phone("leader", LEADER, "UBND huyện Cao Lộc", sends_files=False),
)
CHOICES = ((Choice("Hoàn thành", "done 1"), Choice("Vướng mắc", "stuck 1")), (Choice("Xin gia hạn", "extend 1"),))
STEP_H = {"hour": 1, "day": 24, "next": 3}


class Echo:
    """The app, its channel and its clock. Received ids are remembered: `received` holds each thing said once."""

    def __init__(self, data_dir: Path) -> None:
        self.moment = datetime(2024, 3, 18, 1, 0, tzinfo=UTC)
        self.received: list[Incoming] = []
        self.pause_s = 0.0
        self.web = Web(data_dir, self.now)
        self.app = Starlette(routes=demo_routes(self.web, PHONES, self, self.receive, ZONE))

    def now(self) -> datetime:
        """The demo's moment."""
        return self.moment

    async def advance(self, step: Step) -> None:
        """Moves the clock and reminds the officer."""
        there = self.moment + timedelta(hours=STEP_H[step])
        await asyncio.sleep(self.pause_s)
        self.moment = there
        await self.say("officer", f"{bold('#27')} còn 3 ngày: trước ngày 30/4/2024", CHOICES)

    async def receive(self, incoming: Incoming) -> None:
        """Answers each thing said once."""
        if any(earlier.external_id == incoming.external_id for earlier in self.received):
            return
        self.received.append(incoming)
        chat = incoming.sender.chat
        await asyncio.sleep(self.pause_s)
        if incoming.choice and incoming.pressed_on:
            text = f"Đã ghi nhận {incoming.choice}"
            await self.web.send(Outgoing(Address("web", chat), text, replaces=incoming.pressed_on))
        elif incoming.files:
            await self.say(chat, f"Đã nhận tệp {incoming.files[0].name}")
        else:
            await self.say(chat, f"Anh/chị viết: {bold(clean(incoming.text))}", CHOICES)

    async def say(self, chat: str, text: str, choices: tuple[tuple[Choice, ...], ...] = (), files: tuple[OutFile, ...] = ()) -> str:
        """Sends a message to a phone."""
        return await self.web.send(Outgoing(Address("web", chat), text, choices, files))
