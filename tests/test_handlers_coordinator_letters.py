"""Letters in: read, looked through, corrected, compared with what is in force, put in force; each as a coordinator lives it."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from scheduler.preview import upcoming
from scheduler.statement import statement
from storage.db import transaction
from storage.models import Directive, Event, GroupMember, Inbox, Occurrence, Task, Unit
from tests.house import House

HEAD = """ỦY BAN NHÂN DÂN
HUYỆN CAO LỘC

Số: {number}/UBND-VP

Cao Lộc, ngày 15 tháng 3 năm 2024

V/v chuẩn bị hội nghị

Kính gửi: UBND xã Cao Lâu.

UBND huyện yêu cầu UBND xã Cao Lâu thực hiện các nội dung sau:

1. UBND xã Cao Lâu

"""
LIST = "- Lập danh sách đại biểu dự hội nghị tổng kết, hoàn thành trước ngày {day}/2024.\n\n"
HALL = "- Chuẩn bị hội trường và tài liệu phục vụ hội nghị, xong trước ngày 22/4/2024.\n\n"
GROUP = "- Phối hợp với các phòng, ban liên quan rà soát hồ sơ các thôn, hoàn thành trước ngày 25/4/2024.\n\n"
END = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n"


def letter(number: int = 77, day: str = "20/4", body: str = LIST + HALL) -> bytes:
    """A letter of two orders to one commune."""
    return (HEAD.format(number=number) + body.replace("{day}", day) + END).encode()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An office with nothing in force."""
    built = House(tmp_path)
    yield built
    built.close()


def sent(house: House, content: bytes, name: str = "thu.txt") -> str:
    """Bình sends a file; what he reads back."""
    before = len(house.inbox("Bình"))
    house.sends("Bình", {name: content})
    return "\n".join(message.text for message in house.inbox("Bình")[before:])


def said(house: House, text: str) -> str:
    """Bình types; what he reads back."""
    return "\n".join(message.text for message in house.says("Bình", text))


def tapped(house: House, label: str, name: str = "Bình") -> str:
    """Somebody taps; what they read back."""
    return "\n".join(message.text for message in house.taps(name, label))


def test_a_letter_is_shown_with_its_tasks_and_what_it_would_send_before_anything_goes_out(house: House) -> None:
    """Head, tasks by code with the printed words, the preview; the unit hears nothing until "Ban hành"."""
    shown = sent(house, letter())
    assert "77/UBND-VP" in shown
    assert "#1 19/4/2024 (trước ngày 20/4/2024)" in shown
    assert "Xem trước 14 ngày tới (chưa gửi gì)" in shown
    assert "UBND xã Cao Lâu" in shown
    assert "Nếu đến lúc đó chưa trả lời: hỏi đã nhận việc chưa ngày 19/3/2024." in shown
    assert "Nếu đến lúc đó chưa báo cáo: nhắc báo cáo tuần ngày 22/3/2024, 29/3/2024." in shown
    assert "Lãnh đạo nhận bản tổng hợp ngày 22/3/2024, 29/3/2024." in shown
    assert "chưa có ai liên kết" not in shown
    house.wait(hours=1)
    assert not house.inbox("Mai")
    assert "Đã ban hành" in tapped(house, "Ban hành")
    house.wait(hours=1)
    assert "#1 19/4/2024" in house.texts("Mai")


def test_the_same_file_again_changes_nothing(house: House) -> None:
    """One directive, and a sentence that says so."""
    sent(house, letter())
    assert "đã được đọc" in sent(house, letter(), "khac.txt")
    with transaction(house.engine) as session:
        assert len(session.exec(select(Directive)).all()) == 1


def test_the_clause_stands_behind_a_tap(house: House) -> None:
    """The card of a drafted task quotes the letter."""
    sent(house, letter())
    assert "Chuẩn bị hội trường và tài liệu phục vụ hội nghị" in tapped(house, "#2")


@pytest.mark.parametrize(
    ("words", "shows"),
    [
        ("sửa đơn vị 1 thành Gia Cát", "UBND xã Gia Cát"),
        ("sửa phối hợp 1 thành Phòng Nội vụ", "Phối hợp: Phòng Nội vụ"),
        ("sửa hạn 1 thành 15/5", "15/5/2024"),
        ("sửa lịch nhắc 1 thành 10, 5 và 1 ngày", "Nhắc trước hạn 10, 5, 1 ngày"),
        ("sửa nội dung 1: Lập danh sách khách mời", "Lập danh sách khách mời"),
        ("bỏ mục 1", "Đã bỏ #1"),
        ("thêm mục: Phòng Nội vụ: rà soát hồ sơ trước ngày 30/4/2024", "#3 29/4/2024"),
    ],
)
def test_a_draft_is_corrected_in_words(house: House, words: str, shows: str) -> None:
    """Every kind of correction can be typed, and is in the trail."""
    sent(house, letter())
    assert shows in said(house, words)
    with transaction(house.engine) as session:
        assert session.exec(select(Event).where(Event.kind == "draft_corrected")).first() is not None


def test_a_draft_is_corrected_with_buttons(house: House) -> None:
    """A tap asks, the next words answer."""
    sent(house, letter())
    tapped(house, "#1")
    assert "đến khi nào" in tapped(house, "Thời hạn")
    assert "9/5/2024" in said(house, "trước ngày 10/5/2024")
    assert "Trang" not in tapped(house, "Về danh sách")


def test_a_letter_and_a_task_have_days_of_reminding_of_their_own(house: House) -> None:
    """Words that say no day are asked again; the letter's days hold for every task but the one that has its own."""
    sent(house, letter())
    tapped(house, "#1")
    assert "bao nhiêu ngày" in tapped(house, "Lịch nhắc")
    assert "Không đọc được" in said(house, "sớm hơn")
    assert "Nhắc trước hạn 10, 5 ngày" in said(house, "10, 5")
    assert "Nhắc trước hạn 2 ngày" in said(house, "sửa lịch nhắc 2 thành tất cả 2")
    tapped(house, "Về danh sách")
    tapped(house, "Ban hành")
    with transaction(house.engine) as session:
        rows = upcoming(session, house.now, house.now + timedelta(days=34), house.rules)
    stages = [(task, row.stage) for row in rows for task in row.tasks if row.stage.isdigit()]
    assert stages == [("#1", "10"), ("#1", "5"), ("#2", "2")]


def test_a_letter_under_review_is_given_its_days_by_its_number(house: House) -> None:
    """As for one in force; days of a draft are a correction in the trail and have held for nobody before."""
    sent(house, letter())
    assert "Đã ghi nhận 77/UBND-VP: nhắc trước hạn 6 ngày" in said(house, "sửa lịch nhắc văn bản 77 thành 6")
    with transaction(house.engine) as session:
        row = session.get_one(Directive, 1)
        assert (row.remind_days, row.remind_days_before) == ("6", [])
        assert session.exec(select(Event).where(Event.kind == "draft_corrected")).one().after == {"remind_days": "6"}


def test_one_line_with_two_orders_is_split(house: House) -> None:
    """Both keep unit and deadline; the first keeps the code."""
    sent(house, letter(body=LIST))
    said(house, "sửa nội dung 1: Lập danh sách đại biểu; chuẩn bị hội trường")
    assert "#1, #2" in said(house, "tách mục 1")
    assert house.task(2).due_on == house.task(1).due_on


def test_a_group_is_asked_about_once_and_remembered(house: House) -> None:
    """ "Ban hành" waits for the answer; the next letter knows it."""
    sent(house, letter(body=LIST + GROUP))
    assert "gồm những đơn vị nào" in tapped(house, "Ban hành")
    assert "Không có trong danh sách" in said(house, "Phòng Vũ trụ")
    assert "Xem trước 14 ngày" in said(house, "Phòng Nội vụ, phòng KT&HT")
    assert "Đã ban hành" in tapped(house, "Ban hành")
    with transaction(house.engine) as session:
        group = session.exec(select(Unit).where(Unit.kind == "group")).one()
        assert len(session.exec(select(GroupMember).where(GroupMember.group_id == group.id)).all()) == 2
    sent(house, letter(78, "20/5", LIST.replace("tổng kết", "sơ kết quý") + GROUP.replace("thôn", "hợp tác xã")))
    assert "gồm những đơn vị nào" not in tapped(house, "Ban hành")


def test_the_review_says_how_many_units_a_group_stands_for(house: House) -> None:
    """ "UBND các xã" needs no question: its line and card say how many, and so does the answer to "Ban hành"."""
    sent(house, letter(body=LIST))
    assert "Chủ trì: UBND các xã, thị trấn (2 đơn vị)" in said(house, "sửa đơn vị 1 thành UBND các xã, thị trấn")
    assert "[UBND các xã, thị trấn (2 đơn vị)]" in tapped(house, "Về danh sách")
    assert "UBND các xã, thị trấn: 2 đơn vị." in tapped(house, "Ban hành")
    house.wait(hours=1)
    assert "#1" in house.texts("Mai")
    assert "#1" in house.texts("Dũng")


def test_all_who_may_be_concerned_are_one_tap(house: House) -> None:
    """ "các phòng, ban liên quan" are asked about, and all of them are offered with their number."""
    sent(house, letter(body=LIST + GROUP))
    tapped(house, "Ban hành")
    assert "Xem trước 14 ngày" in tapped(house, "Tất cả (2 đơn vị)")
    with transaction(house.engine) as session:
        group = session.exec(select(Unit).where(Unit.kind == "group")).one()
        assert len(session.exec(select(GroupMember).where(GroupMember.group_id == group.id)).all()) == 2


def test_a_group_can_be_left_open(house: House) -> None:
    """Then the letter can be in force without it."""
    sent(house, letter(body=LIST + GROUP))
    tapped(house, "Ban hành")
    assert "Xem trước" in tapped(house, "Để trống")
    assert "Đã ban hành" in tapped(house, "Ban hành")


def test_a_later_letter_with_another_deadline_moves_the_duty_that_stands(house: House) -> None:
    """Same work, same unit, another day: the differences are shown, the code stays, only whom it concerns is told."""
    sent(house, letter(78, body=LIST + HALL))
    tapped(house, "Ban hành")
    house.wait(hours=1)
    assert "đang thực hiện" in sent(house, letter(79, "10/5"), "moi.txt")
    shown = tapped(house, "Ban hành")
    assert "#1 19/4/2024" in shown
    assert "văn bản mới: 9/5/2024" in shown
    assert "cùng thời hạn" in shown
    tapped(house, "Sửa theo văn bản mới")
    heard = len(house.inbox("Mai"))
    assert "Sửa theo văn bản mới: #1" in tapped(house, "Ban hành")
    told = "\n".join(message.text for message in house.inbox("Mai")[heard:])
    assert "#1 9/5/2024" in told
    assert "#2" not in told
    with transaction(house.engine) as session:
        assert [row.state for row in session.exec(select(Task).order_by(Task.id))] == ["active", "active", "dropped", "dropped"]  # type: ignore[arg-type]
        assert len(session.exec(select(Occurrence)).all()) == 2


def test_a_corrected_letter_ends_what_it_no_longer_holds(house: House) -> None:
    """Same number and issuer: the old letter is replaced, what is missing is cancelled and its unit told."""
    sent(house, letter())
    tapped(house, "Ban hành")
    assert "bản đính chính" in sent(house, letter(body=LIST), "dinh-chinh.txt")
    tapped(house, "Ban hành")
    tapped(house, "Sửa theo văn bản mới")
    assert "Không còn phải thực hiện: #2" in tapped(house, "Ban hành")
    assert "đã được hủy" in house.texts("Mai") or "hủy" in house.texts("Mai")
    with transaction(house.engine) as session:
        assert [row.state for row in session.exec(select(Directive).order_by(Directive.id))] == ["replaced", "in_force"]  # type: ignore[arg-type]


def test_both_letters_can_stand(house: House) -> None:
    """ "Giữ cả hai" makes tasks of their own."""
    sent(house, letter())
    tapped(house, "Ban hành")
    sent(house, letter(79, "10/5"), "moi.txt")
    tapped(house, "Ban hành")
    tapped(house, "Giữ cả hai")
    assert "Đã ban hành" in tapped(house, "Ban hành")
    with transaction(house.engine) as session:
        assert len(session.exec(select(Occurrence)).all()) == 4


def test_what_cannot_be_read_is_said(house: House) -> None:
    """An empty file and a kind nobody reads get one sentence each."""
    assert "không có nội dung" in sent(house, b"")
    assert "la.xyz" in sent(house, b"\x00\x01" * 50, "la.xyz")


def test_an_officer_or_leader_puts_nothing_in_force(house: House) -> None:
    """A forged button of a draft is refused, and the draft stays one."""
    sent(house, letter())
    for name in ("Mai", "Hà"):
        assert "không có quyền" in house.presses(name, "act 1")[0].text
        assert "không có quyền" in house.presses(name, "draft drop 1")[0].text
    with transaction(house.engine) as session:
        assert session.get_one(Directive, 1).state == "draft"


def test_the_photos_of_an_album_are_one_letter(house: House) -> None:
    """They are read together once the last has come; the pictures say "received" once."""
    house.sends("Bình", {"1.jpg": b"\xff\xd8\xff1", "2.jpg": b"\xff\xd8\xff2"})
    assert house.texts("Bình").count("Đang đọc") == 1
    with transaction(house.engine) as session:
        assert all(row.has_work for row in session.exec(select(Inbox)))
    house.now += timedelta(seconds=5)
    asyncio.run(house._settle())
    with transaction(house.engine) as session:
        assert not any(row.has_work for row in session.exec(select(Inbox)))


def states(house: House) -> tuple[str, list[str]]:
    """The letter's state, and those of its tasks."""
    with transaction(house.engine) as session:
        return session.get_one(Directive, 1).state, sorted({row.state for row in session.exec(select(Task))})


def test_a_letter_put_in_force_by_mistake_is_a_draft_again_before_anybody_was_told(house: House) -> None:
    """One tap at once; nobody hears anything, and put in force again it goes out as if for the first time."""
    sent(house, letter())
    tapped(house, "Ban hành")
    assert "Đã rút lại 77/UBND-VP: 2 việc trở lại dự thảo" in tapped(house, "Hoàn tác")
    assert states(house) == ("draft", ["draft"])
    house.wait(hours=2)
    assert not house.inbox("Mai")
    assert "đã được hoàn tác" in said(house, "hoàn tác")
    house.says("Bình", "/vanban")
    tapped(house, "Xem dự thảo: 77/UBND-VP")
    assert "Đã ban hành" in tapped(house, "Ban hành")
    house.wait(hours=2)
    assert house.texts("Mai").count("#1 19/4/2024") == 1


def test_who_was_told_of_a_withdrawn_letter_hears_so_once(house: House) -> None:
    """Asked first; a no changes nothing, a yes tells each chat in one message, and no reminder follows. The statements close."""
    sent(house, letter())
    tapped(house, "Ban hành")
    house.wait(hours=2)
    heard = len(house.inbox("Mai"))
    assert "2 việc trở lại dự thảo; 1 đầu mối đã nhận tin" in tapped(house, "Hoàn tác")
    tapped(house, "Không")
    assert states(house) == ("in_force", ["active"])
    said(house, "hoàn tác")
    tapped(house, "Có, rút lại")
    assert states(house) == ("draft", ["draft"])
    told = [message.text for message in house.inbox("Mai")[heard:]]
    assert told == ["Điều phối viên đã rút lại 77/UBND-VP: hiện chưa phải thực hiện #1, #2. Mong anh/chị thông cảm."]
    house.wait(days=40)
    assert len(house.inbox("Mai")) == heard + 1
    assert "Đơn vị không còn việc nào" in house.says("Mai", "việc của tôi")[-1].text
    with transaction(house.engine) as session:
        days = (house.now.date() - timedelta(days=n) for n in range(45))
        assert all(statement(session, day, house.now, house.rules).closes for day in days)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("Mai: #2 được 40%", "#2 đã có trả lời"),
        ("Bình: gia hạn #1 đến 15/5", "#1 đã được sửa sau khi ban hành"),
        ("Bình: sửa lịch nhắc văn bản 77 thành 5", "77/UBND-VP đã được sửa sau khi ban hành"),
    ],
)
def test_a_letter_that_something_came_of_is_not_withdrawn(house: House, what: str, why: str) -> None:
    """The sentence says of which task; everything stays in force."""
    sent(house, letter())
    tapped(house, "Ban hành")
    house.wait(hours=2)
    name, _, text = what.partition(": ")
    house.says(name, text)
    event = next(choice.value for message in house.inbox("Bình") for row in message.choices for choice in row if choice.label == "Hoàn tác")
    assert why in house.presses("Bình", event)[0].text
    assert states(house) == ("in_force", ["active"])


def test_a_letter_that_others_follow_already_is_not_withdrawn(house: House) -> None:
    """What the new letter moved is not put back as a whole: no button is offered, and typed it is refused."""
    sent(house, letter(78, body=LIST + HALL))
    tapped(house, "Ban hành")
    sent(house, letter(79, "10/5"), "moi.txt")
    tapped(house, "Ban hành")
    tapped(house, "Sửa theo văn bản mới")
    tapped(house, "Ban hành")
    assert not [choice for row in house.inbox("Bình")[-1].choices for choice in row if choice.label == "Hoàn tác"]
    with transaction(house.engine) as session:
        newest = session.exec(select(Event).where(Event.kind == "directive_in_force", Event.directive_id == 2)).one()
    assert "đã được sửa theo văn bản này" in house.presses("Bình", f"undo {newest.id}")[0].text
