"""An office whose links are opened: one officer with a chat, the pages of its links, files to fetch, and what the pages received."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from sqlmodel import Session, select
from starlette.applications import Starlette

from bot.settings import Settings
from bot.web.links import link_routes
from bot.web.signing import UPLOAD, issue
from bot.wrapping import Wrapping, wrapped
from storage import outbox, people
from storage.messages import Abilities, Address, Incoming, OutFile, Outgoing
from storage.models import ChatAddress, Inbox, Outbox
from tests.scheduler_stage import Stage

ZALO = Abilities(buttons=False, files_out=False, edit=False, max_text=2000)
FILES = (
    OutFile("digests/tuan.png", "tuần 12.png", "image/png", picture=True),
    OutFile("digests/bao-cao.docx", "báo cáo.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
)


class Desk:
    """An office with one officer at chat "mai", the pages of its links, and what they received."""

    def __init__(self, folder: Path) -> None:
        self.stage = Stage(folder, "2024-03-18 09:00")
        self.unit = self.stage.unit("UBND xã Cao Lâu")
        self.person = self.stage.person("mai", "officer", self.unit)
        self.received: list[Incoming] = []
        self.folder = folder
        settings = Settings(data_dir=folder, public_url="https://tiendo.example", webhook_secret=SecretStr("12345678"))
        self.app = Starlette(routes=link_routes(settings, self.stage.engine, self._receive, lambda: self.stage.now))
        (folder / "digests").mkdir()
        for file in FILES:
            (folder / file.path).write_bytes(file.name.encode())

    async def _receive(self, message: Incoming) -> None:
        self.received.append(message)
        with self.stage.store() as session:
            chat = people.own_address(session, message.sender)
            known = session.exec(select(Inbox).where(Inbox.external_id == message.external_id)).first()
            if known is None:
                session.add(Inbox(channel="memory", external_id=message.external_id, received_at=self.stage.now, address_id=chat.id))

    def asks(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request from a browser."""

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app), base_url="https://tiendo.example") as http:
                return await http.request(method, path, **more)

        return asyncio.run(ask())

    def chat(self, session: Session) -> ChatAddress:
        return session.exec(select(ChatAddress).where(ChatAddress.chat == "mai")).one()

    def upload_path(self) -> str:
        with self.stage.store() as session:
            return f"/u/{issue(session, UPLOAD, self.chat(session), self.stage.now, 24)}"

    def sent(self, public_url: str | None = "https://tiendo.example", abilities: Abilities = ZALO) -> Outgoing:
        """A digest for Mai as it goes over the wire."""
        how = Wrapping(self.folder, self.stage.rules.zone, public_url=public_url)
        with self.stage.store() as session:
            message = Outgoing(Address("memory", "mai"), "Tuần 12", files=FILES)
            chat = self.chat(session)
            row = (
                outbox.queue(
                    session, message, key="digest:1", kind="digest", now=self.stage.now, address_id=chat.id, person_id=chat.person_id
                )
                or session.exec(select(Outbox)).one()
            )
            return wrapped(how, session, row, outbox.decode(row), abilities, self.stage.now)
