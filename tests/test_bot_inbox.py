"""Receiving: one message, one transaction, once."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path
from threading import Thread

import pytest
from sqlmodel import Session, col, select

from bot.inbox import receive
from handlers import conversation
from storage.db import transaction
from storage.messages import Address, Contact, Incoming, InFile
from storage.models import Inbox, Mark, Outbox, Report
from tests.house import House


@pytest.fixture
def house(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A house with its letter in force."""
    built = House(tmp_path)
    built.in_force()
    yield built
    built.close()


def reports(house: House) -> list[Report]:
    with transaction(house.engine) as session:
        return list(session.exec(select(Report).order_by(col(Report.id))))


def test_an_update_delivered_twice_is_answered_once(house: House) -> None:
    """The second delivery of the same update changes nothing and says nothing."""
    message = Incoming(house.address("Mai"), "u1", "Mai", "#1 40%")
    first = house.hears(message)
    second = house.hears(message)
    assert len(first) == 1
    assert second == []
    assert len(reports(house)) == 1


def test_the_same_words_said_twice_on_purpose_are_two_answers(house: House) -> None:
    """Received and asked are two memories: "40%" sent again as a new message is heard again."""
    assert len(house.says("Mai", "#1 40%")) == 1
    assert len(house.says("Mai", "#1 40%")) == 1
    assert len(reports(house)) == 2


def test_a_change_that_is_no_toggle_is_not_doubled_by_a_second_delivery(house: House) -> None:
    """An extension by days, delivered twice, moves the deadline once."""
    message = Incoming(house.address("Bình"), "u2", "Bình", choice="extendd 2 5 20240409")
    house.hears(message)
    house.hears(message)
    with transaction(house.engine) as session:
        from storage.duties import of_task

        assert [(duty.occurrence.due_on.day, duty.occurrence.deadline_version) for duty in of_task(session, 2)] == [(14, 2)]


def test_a_button_made_for_an_older_deadline_is_refused(house: House) -> None:
    """Two presses of "5 days more" as two messages: the second finds that the deadline has changed."""
    house.presses("Bình", "extendd 2 5 20240409")
    answer = house.presses("Bình", "extendd 2 5 20240409")
    assert "vừa thay đổi" in answer[0].text


def test_done_and_not_yet_at_once_are_handled_in_order(house: House) -> None:
    """ "xong", then "à chưa": the second, in doubt, is shown back, and confirmed it is the one that stands."""
    house.says("Mai", "#2 xong")
    house.says("Mai", "#2 à chưa xong")
    house.taps("Mai", "Đúng, lưu")
    assert [report.status for report in reports(house)] == ["done", "doing"]


def test_a_bug_while_answering_keeps_the_message_and_apologises(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person reads an apology, the message is kept, nothing else of the transaction is."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(conversation, "_meant", broken)
    answer = house.says("Mai", "#1 40%")
    assert "gặp lỗi" in answer[0].text
    assert reports(house) == []
    with transaction(house.engine) as session:
        assert [row.text for row in session.exec(select(Inbox))] == ["#1 40%"]


def test_signs_that_no_store_keeps_lose_no_message(house: House) -> None:
    """NUL and halves of signs, in words, names, ids and the sender's chat: the rest is kept and answered, a second delivery known."""
    for odd in ("\0", "\ud800"):
        message = Incoming(
            Address("memory", f"lạ{odd}", thread=f"7{odd}"),
            f"u{odd}3",
            f"p{odd}",
            f"xin chào{odd}",
            person_name=f"Lạ{odd}",
            reply_to=f"r{odd}",
            contact=Contact(f"0912{odd}", own=True),
            files=(InFile(f"h{odd}", f"a{odd}.txt", "", 3),),
        )
        assert receive(house.engine, house.office, message, house.now)
        assert not receive(house.engine, house.office, message, house.now)


def test_replies_stand_in_the_outbox_of_the_same_transaction(house: House) -> None:
    """Before anything is sent the reply is written, under a key made of the message's row."""
    receive(house.engine, house.office, Incoming(house.address("Mai"), "u9", "Mai", "việc của tôi"), house.now.astimezone(UTC))
    with transaction(house.engine) as session:
        assert [(row.key, row.state) for row in session.exec(select(Outbox))] == [("reply:1:0", "pending")]


def test_a_group_of_strangers_is_not_answered(house: House) -> None:
    """In a group somebody unknown gets no answer, so that nothing leaks to others in it."""
    message = Incoming(Address("memory", "-100"), "g1", "Lạ", "việc của tôi", group=True)
    assert house.hears(message) == []
    assert house.hears(replace(message, external_id="g2", text="ABCD2345")) == []


def test_concurrent_read_then_write_loses_nothing(on_sqlite: None, house: House) -> None:
    """Fifteen threads that read a counter and write it back end at fifteen: SQLite's transactions take the lock before they read."""
    with transaction(house.engine) as session:
        session.add(Mark(name="counter", value={"n": 0}, at=house.now.astimezone(UTC)))

    def add_one() -> None:
        with transaction(house.engine) as session:
            mark = session.get_one(Mark, "counter")
            mark.value = {"n": mark.value["n"] + 1}
            session.add(mark)

    threads = [Thread(target=add_one) for _ in range(15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(house.engine) as session:
        assert session.get_one(Mark, "counter").value == {"n": 15}
