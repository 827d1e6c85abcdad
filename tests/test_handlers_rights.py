"""One table of rights, cell by cell: every intent, every role, forged buttons, other people's messages, units outside one's part."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from pathlib import Path

import pytest
from sqlmodel import SQLModel, col, select

from directives.model import UnitName
from handlers.intents import HANDLERS
from handlers.rights import RIGHTS, may
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from handlers.understanding.values import FORMS, Form
from storage import people, roster, units
from storage.db import transaction
from storage.messages import Address, plain
from storage.models import Assignment, Directive, Event, Membership, Occurrence, Person, Request, Task, Unit
from tests.house import LETTER, MONDAY, House

ROLES = ("officer", "coordinator", "leader", "admin")
ALL = "OCLA"
TABLE: dict[type[Intent], str] = {
    i.Report: "O",
    i.Extension: "O",
    i.NotMine: "O",
    i.Received: "O",
    i.NoChange: "O",
    i.HandOver: "O",
    i.MyTasks: ALL,
    i.Show: ALL,
    i.History: ALL,
    i.WhyMe: ALL,
    i.WhyDayBefore: ALL,
    i.DueSoon: ALL,
    i.Extend: ALL,
    i.WhoHas: "CLA",
    i.WhyNot: "CLA",
    i.Progress: "CLA",
    i.Overdue: "CLA",
    i.NotReported: "CLA",
    i.Digest: "CLA",
    i.Directives: "CLA",
    i.Units: "CLA",
    i.Export: "CLA",
    i.Nudge: "CLA",
    i.Assign: "CLA",
    i.Decide: "CLA",
    i.Star: "CLA",
    i.Praise: "CLA",
    i.Statement: "CA",
    i.SteerDigest: "CA",
    i.NewTask: "CA",
    i.Approve: "CA",
    i.Return: "CA",
    i.Cancel: "CA",
    i.PassUp: "CA",
    i.Activate: "CA",
    i.Draft: "CA",
    i.Invite: "CA",
    i.MergeUnits: "CA",
    i.RenameUnit: "CA",
    i.EndUnit: "CA",
}
EVERYONES = (i.Start, i.Code, i.Help, i.Thanks, i.CancelDialogue, i.Language, i.Unlink, i.MyData, i.Number, i.Pick, i.OfUnit, i.Yes)
EVERYONES += (i.AnotherChat, i.No, i.Undo, i.Skip, i.Page, i.Answer, i.Unclear)
TABLE |= dict.fromkeys(EVERYONES, ALL)
KINDS = sorted(
    (kind for kind in vars(i).values() if isinstance(kind, type) and issubclass(kind, Intent) and kind is not Intent),
    key=lambda kind: kind.__name__,
)
NO_HANDLER = {i.Number, i.Skip, i.OfUnit}
"""These answer an open question or nothing."""


def example(kind: type[Intent]) -> Intent:
    """Some intent of a kind."""
    needed = {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}
    values = {"part": "show", "code": "ABCDEFGH", "n": 1, "of": "late", "text": "x", "act": "send", "week": 202412}
    return kind(**{name: values.get(name, 1) for name in needed})


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_table_is_as_agreed(kind: type[Intent], role: str) -> None:
    """Every cell, written down here a second time on purpose; a new intent without a row fails."""
    assert kind in RIGHTS, f"{kind.__name__} has no row in handlers/rights.py"
    assert may({role}, example(kind)) is (role[0].upper() in TABLE[kind])


def test_every_intent_has_a_handler() -> None:
    """What can be said can be answered."""
    assert set(KINDS) - set(HANDLERS) - NO_HANDLER == set()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The office with its letter in force, a second office beside it, and people of that second office only."""
    built = House(tmp_path)
    built.in_force()
    with transaction(built.engine) as session:
        roster.import_roster(
            session, [UnitName("UBND huyện Lộc Bình", "huyện"), UnitName("Phòng Y tế", "phòng", parent="UBND huyện Lộc Bình")]
        )
        place = units.named(session, "UBND huyện Lộc Bình")
        own = units.named(session, "Phòng Y tế")
        assert place is not None
        assert own is not None
        for name, role, unit in (
            ("Ngoài", "coordinator", place),
            ("Lãnh", "leader", place),
            ("Quản", "admin", place),
            ("Tế", "officer", own),
        ):
            person = Person(name=name, created_at=MONDAY)
            session.add(person)
            session.flush()
            session.add(Membership(person_id=person.id or 0, unit_id=unit.id, role=role, since_at=MONDAY))
            people.own_address(session, Address(built.channel.name, name)).person_id = person.id
    yield built
    built.close()


def picture(house: House) -> list[str]:
    """All that a forged order could change."""
    tables: tuple[type[SQLModel], ...] = (Task, Assignment, Occurrence, Request, Directive, Event, Unit, Membership)
    with transaction(house.engine) as session:
        return [repr(row) for table in tables for row in session.exec(select(table).order_by(col(table.id)))]  # type: ignore[attr-defined]


def forged(form: Form) -> str:
    """A button's value that points at the first office's rows."""
    words = {"until": "20240601", "was": "20240409", "span": "month", "kind": "xlsx", "part": "drop", "role": "officer", "about": "1"}
    words |= {"task": "2", "unit_id": "4", "about_id": "4", "of": "lateu4", "language": "vi", "act": "send", "week": "202412"}
    return " ".join([form.verb, *(words.get(name, "1") for name in form.arguments)])


FOREIGN = ("Cao Lâu", "Gia Cát", "Đo lại đường thôn", "Rà soát nhà tạm", "Tuyên truyền", "9/4/2024")
HARMLESS = {"start", "help", "lang", "cancel", "unlink", "data"}
"""Verbs about the asker's own chat."""


@pytest.mark.parametrize("name", ["Ngoài", "Lãnh", "Quản", "Tế"])
@pytest.mark.parametrize("form", [form for form in FORMS if form.verb not in HARMLESS], ids=lambda form: form.verb)
def test_a_forged_button_shows_and_changes_nothing_of_another_office(house: House, form: Form, name: str) -> None:
    """Whoever belongs to another office presses every button there is about this office's rows: no name, no work, no change."""
    before = picture(house)
    heard = {who: len(house.inbox(who)) for who in ("Mai", "Dũng", "Bình", "Hà")}
    answers = "\n".join(plain(message.text) for message in house.presses(name, forged(form)))
    assert answers
    assert [word for word in FOREIGN if word in answers] == []
    assert picture(house) == before
    assert {who: len(house.inbox(who)) for who in heard} == heard


SAID = (
    "tiến độ Cao Lâu",
    "tiến độ",
    "tiến độ tiêu chí 2",
    "tiến độ văn bản 12",
    "quá hạn",
    "tháng sau",
    "chưa báo cáo",
    "ai phụ trách #2",
    "lịch sử #2",
    "xem #2",
    "vì sao Cao Lâu không nhận",
    "nhắc Cao Lâu",
    "nhắc #2",
    "khen Cao Lâu",
    "gia hạn #2 đến 15/5",
    "giao #2 cho Phòng Y tế",
    "giao Cao Lâu: rà soát hồ sơ trước 30/4",
    "duyệt #2",
    "trả lại #2 thiếu ảnh",
    "hủy #2 vì trùng",
    "ưu tiên #2",
    "sửa lịch nhắc #2 thành 3",
    "sửa lịch nhắc #2 thành tất cả 3",
    "sửa lịch nhắc văn bản 12 thành 3",
    "sửa lịch nhắc văn bản 12",
    "đồng ý gia hạn #2",
    "mời Cao Lâu",
    "sáp nhập Cao Lâu, Gia Cát thành Cao Gia từ 1/4/2024",
    "đổi tên Cao Lâu thành Cao Gia từ 1/4/2024",
    "giải thể Cao Lâu từ 1/4/2024",
    "đơn vị nào chưa liên kết",
    "danh sách đơn vị",
    "xuất excel",
    "sáng nay",
)


@pytest.mark.parametrize("name", ["Ngoài", "Lãnh", "Tế"])
@pytest.mark.parametrize("text", SAID)
def test_words_show_and_change_nothing_of_another_office(house: House, text: str, name: str) -> None:
    """The same, typed: only what the asker typed may come back."""
    before = picture(house)
    answers = "\n".join(plain(message.text) for message in house.says(name, text))
    assert answers
    typed = answers.replace("“Cao Lâu”", "").replace("“Cao Gia”", "")
    assert [word for word in FOREIGN if word in typed and word not in text] == []
    assert picture(house) == before
    assert len(house.inbox("Mai")) == 0


def test_a_reply_to_somebody_elses_message_is_no_key(house: House) -> None:
    """Whoever answers with the id of another chat's message is asked as if it were no reply."""
    house.wait(hours=1)
    number = next(number for number, message in house.channel.sent.items() if message.to.chat == "Mai")
    before = picture(house)
    answers = "\n".join(plain(message.text) for message in house.says("Tế", "xong", reply_to=number))
    assert "Đo lại" not in answers
    assert [row for row in picture(house) if row not in before] == []


def test_no_button_value_breaks_the_answer(house: House) -> None:
    """What no program of ours made is answered, and changes nothing."""
    before = picture(house)
    for value in (
        "act 999",
        "done 999999999999999999",
        "undo 999",
        "pg draft999 7",
        "assign 2 999",
        "draft show 999",
        "🙂",
        "",
        "extend 2 99999999",
    ):
        for name in ("Mai", "Bình", "Hà", "Tế"):
            assert house.presses(name, value or " ")
    assert picture(house) == before


def test_the_rights_end_with_the_role(house: House) -> None:
    """A coordinator whose role ended is nobody any more."""
    with transaction(house.engine) as session:
        for row in session.exec(select(Membership).where(Membership.role == "coordinator")):
            row.until_at = MONDAY
            session.add(row)
    assert "chưa liên kết" in house.says("Bình", "tiến độ Cao Lâu")[0].text


def test_only_an_admin_invites_coordinators(house: House) -> None:
    """A coordinator invites officers; for more it takes an administrator."""
    assert "không có quyền" in house.says("Bình", "mời lãnh đạo Cao Lâu")[0].text
    assert "không có quyền" not in house.says("Admin", "mời lãnh đạo Cao Lâu")[0].text


def test_who_oversees_one_task_changes_its_reminders_but_not_its_letters(house: House) -> None:
    """“Tất cả” reaches another office; the task that lies wholly within one's own is theirs to change."""
    own, elsewhere = replace(LETTER.tasks[0], lead=("Phòng Y tế",), support=()), LETTER.tasks[1]
    number = house.in_force(replace(LETTER, tasks=(own, elsewhere)))[0]
    before = picture(house)
    assert "ngoài phạm vi" in house.says("Ngoài", f"sửa lịch nhắc #{number} thành tất cả 3")[0].text
    assert picture(house) == before
    assert "Đã ghi nhận" in house.says("Ngoài", f"sửa lịch nhắc #{number} thành 3")[0].text
