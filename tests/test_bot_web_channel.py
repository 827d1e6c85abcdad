"""The channel "web": what stands on a phone after messages, edits, uploads and a change of style."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.web import Shown, Web
from storage.messages import Address, ChannelError, Choice, InFile, Outgoing

OFFICER = Address("web", "officer")
NOON = datetime(2024, 3, 18, 5, 0, tzinfo=UTC)


@pytest.fixture
def web(tmp_path: Path) -> Web:
    return Web(tmp_path, lambda: NOON)


def send(web: Web, text: str, replaces: str | None = None) -> str:
    return asyncio.run(web.send(Outgoing(OFFICER, text, ((Choice("Xong", "done 1"),),), replaces=replaces)))


def texts(web: Web) -> list[str]:
    return [shown.text for shown in web.transcript("officer")]


def test_messages_stand_in_the_order_in_which_they_came(web: Web) -> None:
    """A phone shows what was sent to it and what its owner wrote, oldest first."""
    send(web, "một")
    web.heard("officer", "a-1", "hai")
    send(web, "ba")
    assert texts(web) == ["một", "hai", "ba"]


def test_an_edit_takes_the_place_of_the_message_it_replaces(web: Web) -> None:
    """An edit keeps the id and the place of the earlier message."""
    first = send(web, "một")
    send(web, "hai")
    assert send(web, "một, sửa", replaces=first) == first
    assert texts(web) == ["một, sửa", "hai"]


def test_an_edit_of_a_message_that_is_gone_is_a_new_message(web: Web) -> None:
    """Words are never lost because the message that they replace is unknown."""
    send(web, "một", replaces="unknown")
    assert texts(web) == ["một"]


def test_a_phone_like_zalo_gets_a_new_message_instead_of_an_edit(web: Web) -> None:
    """Zalo cannot edit, so nothing that was said there changes."""
    first = send(web, "một")
    web.restyle("officer", "zalo")
    assert send(web, "hai", replaces=first) != first
    assert texts(web) == ["một", "hai"]


def test_hearing_the_same_id_twice_changes_nothing(web: Web) -> None:
    """A form that is posted twice stands once on the phone."""
    web.heard("officer", "a-1", "xong")
    revision = web.revision
    web.heard("officer", "a-1", "xong")
    assert texts(web) == ["xong"]
    assert web.revision == revision


def test_changes_tell_what_came_after_a_revision_only(web: Web) -> None:
    """Whoever has seen a revision is told of later messages and edits, in the order in which they happened."""
    first = send(web, "một")
    send(web, "hai")
    seen = web.revision
    send(web, "ba")
    send(web, "một, sửa", replaces=first)
    assert [shown.text for _, shown in web.changes(seen)] == ["ba", "một, sửa"]


def test_a_new_style_makes_all_messages_of_the_phone_change(web: Web) -> None:
    """Open pages draw the conversation anew when a phone is switched."""
    send(web, "một")
    seen = web.revision
    web.restyle("officer", "zalo")
    assert [shown.text for _, shown in web.changes(seen)] == ["một"]


def test_an_unknown_style_is_refused_and_changes_nothing(web: Web) -> None:
    """Only the styles that exist can be chosen."""
    with pytest.raises(KeyError):
        web.restyle("officer", "viber")
    assert web.style("officer") == "telegram"


def test_an_upload_is_fetched_as_it_was_sent(web: Web) -> None:
    """The bytes of an upload come back unchanged, and a picture is known as one."""
    kept = web.keep("a-1/0", b"\x89PNG", "anh.png", "image/png")
    assert asyncio.run(web.fetch(kept, 100)) == b"\x89PNG"
    assert (kept.kind, kept.size) == ("photo", 4)


def test_an_upload_posted_again_is_kept_once(web: Web, tmp_path: Path) -> None:
    """The same key names the same file."""
    web.keep("a-1/0", b"x", "a.docx", "")
    web.keep("a-1/0", b"x", "a.docx", "")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("handle", ["../../secret", "0" * 64, ""])
def test_a_handle_that_is_not_ours_is_refused(web: Web, tmp_path: Path, handle: str) -> None:
    """A handle reaches uploads only, never another file."""
    web.keep("a-1/0", b"x", "a.docx", "")
    (tmp_path / "secret").write_bytes(b"x")
    with pytest.raises(ChannelError) as caught:
        asyncio.run(web.fetch(InFile(handle), 100))
    assert caught.value.kind == "refused"


def test_an_upload_over_the_limit_is_refused(web: Web) -> None:
    """Nobody is handed more bytes than they can take."""
    kept = web.keep("a-1/0", b"xxxxx", "a.docx", "")
    with pytest.raises(ChannelError) as caught:
        asyncio.run(web.fetch(kept, 4))
    assert caught.value.kind == "refused"


def test_waiting_ends_with_the_next_message(web: Web) -> None:
    """Whoever waits for news is woken by it, long before the timeout."""

    async def wait_and_send() -> None:
        waiting = asyncio.create_task(web.news(web.beat, 30))
        await asyncio.sleep(0)
        await web.send(Outgoing(OFFICER, "một"))
        await asyncio.wait_for(waiting, 1)

    asyncio.run(wait_and_send())


def test_news_from_before_the_waiting_is_not_lost(web: Web) -> None:
    """A change between looking and waiting ends the waiting at once."""
    seen = web.beat
    send(web, "một")
    asyncio.run(asyncio.wait_for(web.news(seen, 30), 1))


def test_working_shows_until_the_answer(web: Web) -> None:
    """The sign that an answer is being written goes when it comes."""
    asyncio.run(web.working(OFFICER))
    assert web.is_working("officer")
    send(web, "một")
    assert not web.is_working("officer")


def test_a_message_knows_when_the_one_above_it_was_shown(web: Web) -> None:
    """The first message of a phone has none above it."""
    send(web, "một")
    send(web, "hai")
    assert [shown.above_at for shown in web.transcript("officer")] == [None, NOON]


def test_an_edit_changes_the_revision_of_its_message(web: Web) -> None:
    """Every change gets a higher revision than all before it."""
    first = send(web, "một")
    send(web, "hai")
    send(web, "một, sửa", replaces=first)
    edited: Shown | None = web.find("officer", first)
    assert edited is not None
    assert (edited.edited, edited.revision) == (True, web.revision)
