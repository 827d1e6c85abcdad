"""Whole conversations over the strict local Zalo with the real service: linking, numbers, files by pages, polling and webhook."""

import asyncio
import io
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
from PIL import Image
from pydantic import SecretStr
from sqlmodel import select

from bot.channels.trust import trusted
from storage.db import transaction
from storage.models import Evidence, Inbox, Person
from storage.quota import used
from tests.zalo_office import SECRET, ZaloOffice, zalo_office
from tests.zalo_server import TOKEN, ZaloServer

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LETTER = """UBND HUYỆN CAO LỘC
Số: 45/UBND-NN

Cao Lộc, ngày 18 tháng 3 năm 2024

V/v đôn đốc tiến độ

Kính gửi: UBND xã Cao Lâu

1. UBND xã Cao Lâu: sửa cầu Nà Vài, hoàn thành trước ngày 20/4/2024.
"""


def play(folder: Path, story: Callable[[ZaloOffice], Awaitable[None]], **settings: object) -> None:
    """A story in an office whose service runs."""

    async def whole() -> None:
        async with zalo_office(folder, **settings) as office:  # type: ignore[arg-type]
            await story(office)

    asyncio.run(whole())


def test_from_stranger_to_receipt(tmp_path: Path) -> None:
    """A stranger learns nothing, a code links, a reminder is answered by numbers, a code picks the task."""

    async def story(office: ZaloOffice) -> None:
        office.zalo.says("mai", "#1 xong")
        refused = await office.zalo.hears("mai", "chưa liên kết")
        assert "Cao Lâu" not in refused
        welcome = await office.joins("mai")
        assert "\n1. " in welcome
        office.in_force()
        reminder = await office.zalo.hears("mai", "2 việc mới")
        assert "1. #2 hoàn thành" in reminder
        asked = await office.told("mai", "#1 2", "%")
        assert "\n1. 25%" in asked
        receipt = await office.told("mai", "70", "Đã ghi nhận #1")
        assert "70%" in receipt
        await office.told("mai", "#2 1", "Đã ghi nhận #2")
        undone = await office.told("mai", "1", "#2")
        assert "Đã ghi nhận" not in undone

    play(tmp_path, story)


def test_files_come_by_the_upload_page(tmp_path: Path) -> None:
    """A Word file on Zalo gets a page at once; what is sent there is read, drafted and put in force by a number."""

    async def story(office: ZaloOffice) -> None:
        await office.joins("binh", "UBND huyện Cao Lộc", "coordinator")
        office.zalo.sends_file("binh")
        answer = await office.zalo.hears("binh", "/u/")
        page = re.search(r"http\S+/u/\S+", answer)
        assert page is not None
        async with httpx.AsyncClient(verify=trusted()) as http:
            form = await http.get(page[0])
            assert 'capture="environment"' in form.text
            given = re.search(r'name="id" value="([^"]+)"', form.text)
            assert given is not None
            for _ in range(2):  # the same form twice is one message
                done = await http.post(page[0], data={"id": given[1]}, files={"files": ("../45.txt", LETTER.encode(), "text/plain")})
                assert done.status_code == 200
        draft = await office.zalo.hears("binh", "1. Ban hành")
        assert "Nà Vài" in draft
        await office.told("binh", "1", "Đã ban hành")
        with transaction(office.engine) as session:
            assert len([row for row in session.exec(select(Inbox)) if row.external_id.startswith("upload:")]) == 1

    play(tmp_path, story, webhook=True)


def test_every_kind_of_message_gets_an_answer(tmp_path: Path) -> None:
    """A sticker and an unreadable thing without a sender: the first is answered, the second counted."""

    async def story(office: ZaloOffice) -> None:
        await office.joins("mai")
        office.zalo.sends_sticker("mai")
        await office.zalo.hears("mai", "Nhãn dán")
        office.zalo.happens({"event_name": "message.unsupported.received"})
        office.zalo.happens({"event_name": "message.poll.received", "message": {"from": {"id": "mai"}}})
        office.zalo.sends_file("mai")
        await office.zalo.hears("mai", "chưa nhận được loại tin này")
        assert office.bot.ignored == {"message.unsupported.received": 1, "message.poll.received": 1}
        async with httpx.AsyncClient(verify=trusted()) as http:
            metrics = (await http.get(f"{office.url}/metrics")).text
        assert 'tiendo_zalo_ignored{bot="zalo",event="message.poll.received"} 1.0' in metrics

    play(tmp_path, story)


def test_webhook_wrapped_or_flat_twice_and_out_of_order(tmp_path: Path) -> None:
    """Wrapped and flat bodies are understood; a delivery that comes again, or late, changes nothing twice."""

    async def story(office: ZaloOffice) -> None:
        await office.joins("mai")
        office.in_force()
        await office.zalo.hears("mai", "2 việc mới")
        office.zalo.wrapped = True
        first, second = (office.zalo.event("message.text.received", "mai", text=text) for text in ("#1 30%", "#2 40%"))
        before = len(office.zalo.texts("mai"))
        for event in (second, first, second, first):
            await office.zalo.post(event)
        await office.zalo.hears_after("mai", before, "Đã ghi nhận #1")
        await asyncio.sleep(0.3)
        receipts = [text for text in office.zalo.texts("mai")[before:] if "Đã ghi nhận" in text]
        assert len(receipts) == 2
        assert set(office.zalo.answers) == {200}

    play(tmp_path, story, webhook=True)


def test_webhook_secrets(tmp_path: Path) -> None:
    """Without a secret or with a wrong one nothing is read; during a change the old and the new one hold; a probe is answered."""

    async def story(office: ZaloOffice) -> None:
        await office.joins("mai")
        hook = f"{office.url}/zalo/webhook"
        event = office.zalo.event("message.text.received", "mai", text="xin chào")

        async def status(secret: str | None, body: bytes | None = None, path: str = "") -> int:
            headers = {"X-Bot-Api-Secret-Token": secret} if secret is not None else {}
            async with httpx.AsyncClient(verify=trusted()) as http:
                sent = {"json": event} if body is None else {"content": body}
                return (await http.post(hook + path, headers=headers, **sent)).status_code  # type: ignore[arg-type]

        assert [await status(secret) for secret in (None, "", "wrong", SECRET[:-1])] == [403] * 4
        assert await status("wrong", b"{not json") == 403
        assert await status(SECRET, path="/other") == 403
        assert [await status(secret) for secret in (SECRET, "the-next-secret")] == [200, 200]
        assert await status(SECRET, b"") == 200
        assert await status(SECRET, b"{not json") == 400
        assert await status(SECRET, b" " * 1_100_000) == 413
        assert await status(SECRET, b'{"ok": true}') == 200
        assert office.bot.ignored["no event"] == 1

    play(tmp_path, story, webhook=True, webhook_secret_next=SecretStr("the-next-secret"))


def test_lost_updates_and_a_lost_answer(tmp_path: Path) -> None:
    """A reply whose answer never came is not sent blindly again, and the next message is answered as ever."""

    async def story(office: ZaloOffice) -> None:
        office.zalo.lossy = True
        await office.zalo.is_polled()
        await office.joins("mai")
        before = len(office.zalo.texts("mai"))
        office.zalo.fault("sendMessage", "drop")
        await office.zalo.is_polled()
        office.zalo.says("mai", "trợ giúp")
        await asyncio.sleep(0.5)
        assert office.zalo.texts("mai")[before:] == []
        await office.zalo.is_polled()
        await office.told("mai", "việc của tôi", "Đơn vị")

    play(tmp_path, story)


def test_messages_are_counted_each_way(tmp_path: Path) -> None:
    """The meter counts what came and went this month, and the people; the page for operators shows it."""

    async def story(office: ZaloOffice) -> None:
        await office.joins("mai")
        await office.told("mai", "việc của tôi", "Đơn vị")
        await asyncio.sleep(0.3)  # a message is counted once its answer has come back
        with transaction(office.engine) as session:
            usage = used(session, "zalo", None, office.clock.now(), office.app.plan)
            assert session.exec(select(Person)).one().name == "Mai"
        assert (usage.month, usage.sent, usage.received, usage.users) == ("2024-03", 2, 2, 1)
        async with httpx.AsyncClient(verify=trusted()) as http:
            metrics = (await http.get(f"{office.url}/metrics")).text
        assert 'tiendo_zalo_messages{bot="zalo",direction="out"} 2.0' in metrics
        assert 'tiendo_zalo_limit{bot="zalo",of="messages"} 3000.0' in metrics

    play(tmp_path, story)


def test_pictures_are_evidence(tmp_path: Path) -> None:
    """A photo with its caption is a report with evidence, fetched while its address holds; asked for more, a document comes by the page."""

    async def story(office: ZaloOffice) -> None:
        await office.joins("mai")
        office.in_force()
        await office.zalo.hears("mai", "2 việc mới")
        office.zalo.sends_photo("mai", jpeg(), "#1 50%")
        await office.zalo.hears("mai", "Đã ghi nhận #1")
        await office.told("mai", "#2 xong", "Đã ghi nhận #2")
        office.zalo.sends_file("mai")
        page = re.search(r"http\S+/u/\S+", await office.zalo.hears("mai", "/u/"))
        assert page is not None
        async with httpx.AsyncClient(verify=trusted()) as http:
            await http.post(page[0], files={"files": ("nghiem-thu.pdf", PDF, "application/pdf")})
        async with asyncio.timeout(8):
            while len(kept(office)) < 2:  # noqa: ASYNC110 - the store has no event to wait for
                await asyncio.sleep(0.05)

    play(tmp_path, story, webhook=True)


def jpeg() -> bytes:
    """A small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "JPEG")
    return buffer.getvalue()


def kept(office: ZaloOffice) -> list[str]:
    """The prints of evidence whose bytes are kept."""
    with transaction(office.engine) as session:
        return [row.sha256 for row in session.exec(select(Evidence)) if row.sha256]


def test_several_bots_in_one_service(tmp_path: Path) -> None:
    """Two communes' bots: each answers its own people, and is counted and linked to by itself."""

    async def whole() -> None:
        async with ZaloServer(token="2:OtherTokenOtherTokenOther", account="gia.cat") as other:
            named = SecretStr(f"cao-lau={TOKEN}")
            async with zalo_office(tmp_path, {"gia-cat": other}, zalo_bot_token=named) as office:
                office.zalo.says("mai", office.invite("UBND xã Cao Lâu", "officer"))
                other.says("dung", office.invite("UBND xã Gia Cát", "officer"))
                assert "Cao Lâu" in await office.zalo.hears("mai", "Đã liên kết")
                assert "Gia Cát" in await other.hears("dung", "Đã liên kết")
                office.in_force()
                await office.zalo.hears("mai", "2 việc mới")
                await other.hears("dung", "việc mới")
                assert office.zalo.texts("dung") == other.texts("mai") == []
                assert set(invite_links_of(office).values()) == {"https://zalo.me/bot.tiendo", "https://zalo.me/gia.cat"}
                with transaction(office.engine) as session:
                    counted = [used(session, "zalo", bot, office.clock.now(), office.app.plan) for bot in ("cao-lau", "gia-cat")]
                assert [(one.received, one.users) for one in counted] == [(1, 1), (1, 1)]

    asyncio.run(whole())


def invite_links_of(office: ZaloOffice) -> dict[str, str]:
    """The links that an invite shows."""
    with transaction(office.engine) as session:
        return dict(office.app.office.invite_links(session, "ABCD2345"))
