"""Officers over Telegram against the running service: evidence, groups, menus, phone numbers, floods, a kill in the middle."""

import hashlib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.botapi_server import BotApi
from tests.botapi_user import ControlPanel, Person
from tests.botapi_world import TOKEN
from tests.service import Service
from tests.test_app_telegram import LETTER, SAMPLES

pytestmark = pytest.mark.slow
PHOTO = b"\xff\xd8\xff\xe0 a photo of a finished road "
GROUP, FORUM, OLD_GROUP, NEW_GROUP = -7001, -1007002, -7003, -1007003
CODE = re.compile(r"\b[A-HJKMNP-Z2-9]{8}\b")
WAIT_S = 20


@dataclass
class Office:
    """The service with a letter in force, its administrator, and the numbers of those who come."""

    service: Service
    panel: ControlPanel
    admin: Person
    people: int = 600

    def newcomer(self) -> Person:
        """Somebody who is not linked yet."""
        self.people += 1
        return self.panel.person(self.people, f"Người {self.people}")

    def code(self, words: str) -> str:
        """What the administrator is given for an invite."""
        self.admin.says(words)
        found = CODE.search(self.admin.hears(WAIT_S))
        assert found is not None
        return found[0]

    def linked(self, words: str = "mời Cao Lâu") -> Person:
        """Somebody invited in these words and linked."""
        person = self.newcomer()
        person.says(f"/start {self.code(words)}")
        assert "Đã liên kết" in person.hears(WAIT_S)
        return person


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One process for all tests of this file; it must log no bug and no token."""
    folder = tmp_path_factory.mktemp("officers")
    with BotApi() as api, ControlPanel(api.url) as panel:
        service = Service(folder, TIENDO_TELEGRAM_TOKEN=TOKEN, TIENDO_TELEGRAM_API_URL=panel.url)
        service.tiendo("units", "import", str(SAMPLES / "roster.csv"))
        with service:
            code = CODE.search(service.greeting)
            assert code is not None
            admin = panel.person(600, "Quản trị")
            admin.says(code[0])
            assert "Đã liên kết" in admin.hears(WAIT_S)
            (folder / "thu.txt").write_text(LETTER, encoding="utf-8")
            service.tiendo("import", str(folder / "thu.txt"), "--activate")
            yield Office(service, panel, admin)
            assert service.stop() == 0
            log = (folder / "service.log").read_text(encoding="utf-8")
            assert "Traceback" not in log, log[-3000:]
            assert TOKEN not in log


def stored(office: Office) -> set[str]:
    """The names of the files kept as evidence."""
    return {place.name for place in (office.service.folder / "data" / "evidence").rglob("*") if place.is_file()}


def test_album_is_one_report_and_lies_under_its_hashes(office: Office) -> None:
    """Three photos in an album are one answer; their bytes are kept once, named by hash, and the steering side gets them."""
    mai = office.linked()
    photos = [PHOTO + str(number).encode() for number in range(3)]
    for number, photo in enumerate(photos):
        mai.attaches("photo.jpg", photo, kind="photo", caption="#1 được 70%" if number == 0 else "", album="a1")
    assert "Đã ghi nhận #1: đang thực hiện, 70%" in mai.hears(WAIT_S)
    mai.hears_nothing(1)
    wanted = {hashlib.sha256(photo).hexdigest() for photo in photos}
    office.panel.until(lambda: wanted <= stored(office), WAIT_S)
    before = len(office.panel.calls("sendPhoto"))
    office.admin.says("xem #1")
    assert "Minh chứng: 3 ảnh" in office.admin.hears(WAIT_S)
    office.panel.until(lambda: len(office.panel.calls("sendPhoto")) == before + 3, WAIT_S)


def test_program_in_disguise_is_not_kept(office: Office) -> None:
    """What is called a picture but is a program is refused with a way out, and lies nowhere."""
    mai = office.linked()
    content = b"MZ\x90 not a picture"
    mai.attaches("ảnh.jpg", content, caption="#1 được 75%")
    assert "Đã ghi nhận #1" in mai.hears(WAIT_S)
    assert "Chưa lưu được minh chứng: ảnh.jpg" in mai.hears(WAIT_S)
    assert hashlib.sha256(content).hexdigest() not in stored(office)


def test_answer_takes_the_place_of_its_question(office: Office) -> None:
    """After a tap on a percentage the question is edited into the receipt: one message less to scroll past."""
    mai = office.linked()
    mai.says("xem #1")
    mai.hears(WAIT_S)
    mai.taps("Đang thực hiện")
    assert "phần trăm" in mai.hears(WAIT_S)
    messages = len(mai.screen())
    mai.taps("50%")
    assert "Đã ghi nhận #1: đang thực hiện, 50%" in mai.hears(WAIT_S)
    assert len(mai.screen()) == messages


def test_menu_follows_role_and_language(office: Office) -> None:
    """An officer's chat has an officer's commands; after /ngonngu en they are described in English; a stranger's menu has two."""
    mai = office.linked()
    mine = office.panel.until(lambda: menu_of(office, mai.chat), WAIT_S)
    assert mine["viec"] == "Việc của đơn vị tôi"
    assert "quahan" not in mine
    mai.says("/ngonngu en")
    mai.hears(WAIT_S)
    office.panel.until(lambda: menu_of(office, mai.chat).get("viec") == "My unit's tasks", WAIT_S)
    everybody = [menu for place, menu in office.panel.ask("state")["commands"].items() if "all_private_chats" in place]
    assert {command["command"] for command in everybody[0]} == {"start", "help"}


def menu_of(office: Office, chat: int) -> dict[str, str]:
    """A chat's own menu: command → description."""
    for place, menu in office.panel.ask("state")["commands"].items():
        if str(json.loads(place)[0].get("chat_id")) == str(chat):
            return {command["command"]: command["description"] for command in menu}
    return {}


def test_phone_number_links_its_owner_only(office: Office) -> None:
    """Shared by somebody else the number links nobody; shared by its owner with the button it does."""
    office.code("mời Cao Lâu 0912345678")
    thief, lan = office.newcomer(), office.newcomer()
    thief.does("contact", phone="+84912345678", owner=lan.id)
    assert "chưa liên kết" in thief.hears(WAIT_S)
    lan.says("xin chào")
    assert "chưa liên kết" in lan.hears(WAIT_S)
    lan.taps("Chia sẻ số điện thoại của tôi")
    assert "Đã liên kết" in lan.hears(WAIT_S)


def test_group_is_the_units_and_moves_with_it(office: Office) -> None:
    """A linked officer links the group, answers there by code without a name, and the supergroup it becomes stays linked."""
    mai = office.linked()
    office.panel.group(OLD_GROUP, "UBND xã Cao Lâu")
    inside = mai.inside(OLD_GROUP)
    inside.does("membership", old="left", new="member")
    assert "/start" in inside.hears(WAIT_S)
    inside.says("/start")
    assert "UBND xã Cao Lâu" in inside.hears(WAIT_S)
    inside.says("#1 được 80%")
    receipt = inside.hears(WAIT_S)
    assert "Đã ghi nhận #1: đang thực hiện, 80%" in receipt
    assert mai.name not in receipt
    inside.does("migrates", new=NEW_GROUP)
    after = mai.inside(NEW_GROUP)
    after.says("#1 được 85%")
    assert "85%" in after.hears(WAIT_S)


def test_topic_of_a_forum_is_answered_in_that_topic(office: Office) -> None:
    """A group linked in a topic is answered there, and talk in it is left alone."""
    mai = office.linked()
    office.panel.group(FORUM, "Diễn đàn", forum=True, threads=[5])
    inside = mai.inside(FORUM)
    inside.says("/start", thread=5)
    inside.hears(WAIT_S)
    inside.says("chào cả nhà, xong rồi nhé", thread=5)
    inside.hears_nothing(1)
    inside.says("#1 được 81%", thread=5)
    assert "81%" in inside.hears(WAIT_S)
    assert office.panel.calls("sendMessage")[-1]["params"].get("message_thread_id") in (5, "5")


def test_flood_slows_its_own_chat_only(office: Office) -> None:
    """While eighty messages of one chat are answered at Telegram's pace, somebody else is answered at once."""
    mai, nam = office.linked(), office.linked()
    for _ in range(80):
        mai.says("/huy")
    begun = time.monotonic()
    nam.says("/huy")
    assert "Không có câu hỏi" in nam.hears(WAIT_S)
    assert time.monotonic() - begun < 10
    assert len([event for event in office.panel.ask("events") if event["chat"] == mai.chat]) < 60


def test_kill_in_the_middle_of_a_dialogue_loses_nothing(office: Office) -> None:
    """After a power cut the open question is still open: the bare number answers it."""
    mai = office.linked()
    mai.says("xem #1")
    mai.hears(WAIT_S)
    mai.taps("Đang thực hiện")
    assert "phần trăm" in mai.hears(WAIT_S)
    office.service.kill()
    office.service.start()
    mai.says("64")
    assert "Đã ghi nhận #1: đang thực hiện, 64%" in mai.hears(WAIT_S)


def test_correction_by_editing_the_message(office: Office) -> None:
    """Who edits what they wrote corrects the report: the later answer stands."""
    mai = office.linked()
    number = mai.says("#1 được 20%")["message"]["message_id"]
    assert "20%" in mai.hears(WAIT_S)
    mai.does("edits", message_id=number, text="#1 được 30%")
    assert "30%" in mai.hears(WAIT_S)


def test_html_of_officers_arrives_as_typed(office: Office) -> None:
    """Whatever officers type, the strict server takes the answer, and the signs stand in it as typed."""
    mai = office.linked()
    mai.says("#1 vướng <b>đất</i> & 'đá' <script>, đề nghị huyện hỗ trợ")
    assert "<b>đất</i> & 'đá' <script>" in mai.hears(WAIT_S)


def test_evidence_stays_below_the_data_folder(office: Office) -> None:
    """A file whose name climbs out of the folder is kept under its hash all the same."""
    mai = office.linked()
    content = b"%PDF-1.7 climbing"
    mai.attaches("../../../tmp/x.pdf", content, caption="#1 được 50%")
    assert "Đã lưu kèm" in mai.hears(WAIT_S)
    office.panel.until(lambda: hashlib.sha256(content).hexdigest() in stored(office), WAIT_S)
    assert not list(Path(office.service.folder).rglob("x.pdf"))
