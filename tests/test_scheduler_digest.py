"""Digests on Friday: to whom, how often, with which parts, and the same again a year later."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from reports.facts import WeekFacts
from reports.kept import digest_json, fingerprint
from reports.numbers import programme
from reports.weekly import plain_text
from scheduler import digest_files, digest_sending
from scheduler.digest_files import Written, write_files
from scheduler.digest_message import digest_message
from storage import digests, outbox
from storage.messages import Abilities, Address, Outgoing, numbered, utf16_length
from storage.models import Event, KeptDigest, Person
from storage.progress import Said
from tests.digest_stage import Weekly
from tests.report_weeks import needs_libreoffice, written_week


@pytest.fixture
def weekly(tmp_path: Path) -> Weekly:
    """A district on a Monday, with a coordinator and a leader."""
    return Weekly.open(tmp_path)


def test_sent_also_when_nobody_reported_and_nothing_is_to_do(weekly: Weekly) -> None:
    """The leader gets a digest of an empty week, once."""
    weekly.friday()
    weekly.go("2024-03-22 15:00")
    assert len(weekly.told("ha")) == 1
    assert "Tuần 12: chưa có việc" in weekly.told("ha")[0]


def test_a_leader_reads_their_own_part_of_the_tree_only(weekly: Weekly) -> None:
    """A leader of one commune reads nothing of another; the district's leader reads of both."""
    for name, leader in (("UBND xã Hòa Cư", "lan"), ("UBND xã Gia Cát", "minh")):
        commune = weekly.commune(name)
        weekly.stage.person(leader, "leader", commune)
        weekly.stage.task(weekly.stage.unit(f"Văn phòng {name}", "phòng", commune), "2024-03-20")
    weekly.friday()
    (own,) = weekly.told("lan")
    assert "UBND xã Hòa Cư" in own
    assert "Gia Cát" not in own
    assert "Gia Cát" in weekly.told("ha")[0]
    assert {message.files[0].path for message in weekly.messages("digest") if message.to.chat == "lan"}.isdisjoint(
        message.files[0].path for message in weekly.messages("digest") if message.to.chat == "ha"
    )


def test_a_digest_speaks_its_readers_language(weekly: Weekly) -> None:
    """A leader who chose English reads English, in the files as well; the other leader's files stay Vietnamese."""
    person = weekly.stage.person("john", "leader", weekly.top)
    with weekly.stage.store() as session:
        session.get_one(Person, person).language = "en"
    weekly.friday()
    assert "no tasks yet" in weekly.told("john")[0]
    paths = {message.to.chat: message.files[0].path for message in weekly.messages("digest")}
    assert "/en/" in paths["john"]
    assert "/vi/" in paths["ha"]


def test_files_are_written_once_for_readers_of_one_scope(weekly: Weekly, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three leaders of the whole: one set of files."""
    for name in ("hai", "ba"):
        weekly.stage.person(name, "leader", weekly.top)
    calls: list[str] = []

    def counted(facts: WeekFacts, folder: Path, language: str, *, with_pdf: bool = False) -> Written:
        calls.append(language)
        return write_files(facts, folder, language, with_pdf=with_pdf)

    weekly.friday()  # everything before stays as it is
    monkeypatch.setattr(digest_sending, "write_files", counted)
    for hour in ("12:00", "14:00"):
        weekly.go(f"2024-03-29 {hour}")
    assert [len(weekly.told(name)) for name in ("ha", "hai", "ba")] == [2, 2, 2]
    assert len(calls) == 2  # the preview's and the digest's


def test_a_kept_week_renders_again_byte_for_byte(weekly: Weekly, tmp_path: Path) -> None:
    """A year of changes later, last Friday's message, picture, Word report and sheet are what they were."""
    task = weekly.stage.task(weekly.commune("UBND xã Hòa Cư", "an"), "2024-03-20")
    weekly.reports(task, Said("doing", 40, difficulty="mưa"), "2024-03-19 10:00")
    weekly.friday()
    message = next(one for one in weekly.messages("digest") if one.to.chat == "ha")
    before = {file.name: (tmp_path / file.path).read_bytes() for file in message.files}
    weekly.reports(task, Said("done"), "2025-03-19 10:00")
    again = write_files(weekly.kept(), tmp_path / "again", "vi")
    assert {file.name: (tmp_path / "again" / file.path).read_bytes() for file in again.files} == before
    assert len(before) == 3
    assert plain_text(weekly.kept()).splitlines()[0] in message.text


def test_the_facts_are_kept_with_inputs_hash_and_readers(weekly: Weekly) -> None:
    """The row holds the hash of what is kept and how far the store had come; the trail and the outbox say who got it."""
    weekly.stage.task(weekly.commune("UBND xã Hòa Cư", "an"), "2024-03-20")
    weekly.friday()
    with weekly.stage.store() as session:
        row = session.exec(select(KeptDigest)).one()
        text = str(row.facts["json"])
        told = session.exec(select(Event).where(Event.kind == "digest_queued")).one()
        assert [(one.state, one.person_id) for one in digests.readers(session, "2024-W12")] == [("sent", 2)]
    assert row.facts_sha256 == hashlib.sha256(text.encode()).hexdigest() == fingerprint(weekly.kept()) == told.after["sha256"]
    assert row.facts["inputs"]["event"] >= 1
    assert sorted(Path(path).suffix for path in row.files) == [".docx", ".png", ".xlsx"]


def test_a_late_digest_of_a_put_off_week_is_sent_once(weekly: Weekly) -> None:
    """Wanted twice, a digest is gathered and sent once."""
    weekly.go("2024-03-22 12:00")
    with weekly.stage.store() as session:
        assert digests.put_off(session, "2024-W12")
        assert not digests.want(session, "2024-W12", weekly.stage.now)
        assert digests.want(session, "2024-W12", weekly.stage.now, put_off_too=True)
        assert not digests.want(session, "2024-W12", weekly.stage.now, put_off_too=True)
    weekly.go("2024-03-22 13:00")
    weekly.go("2024-03-22 14:00")
    assert len(weekly.told("ha")) == 1


def test_a_holiday_on_friday_moves_the_digest(tmp_path: Path) -> None:
    """In the week of 30/4/2025, off from Wednesday on, the digest leaves on Tuesday and names the whole week."""
    weekly = Weekly.open(tmp_path, "2025-04-21 09:00")
    for day in ("2025-04-28", "2025-04-29", "2025-05-02"):
        weekly.friday(day)
    (text,) = [text for text in weekly.told("ha") if "Tuần 18" in text]
    assert weekly.kept("2025-05-02").as_of.isoformat() == "2025-04-29T14:00:00+07:00"
    assert text


@pytest.mark.parametrize(
    ("friday", "week", "before"),
    [("2021-01-01", "2020-W53", "2020-W52"), ("2025-01-03", "2025-W01", "2024-W52"), ("2027-01-08", "2027-W01", "2026-W53")],
)
def test_the_turn_of_the_year(tmp_path: Path, friday: str, week: str, before: str) -> None:
    """Around New Year a digest has its ISO week's name and is set beside the one before, across years."""
    day = date.fromisoformat(friday)
    weekly = Weekly.open(tmp_path, f"{date.fromordinal(day.toordinal() - 11)} 09:00")
    weekly.stage.task(weekly.commune("UBND xã Hòa Cư", "an"), str(day))
    for back in (7, 8, 0, 1):  # a Friday off moves the digest to the day before
        weekly.friday(str(date.fromordinal(day.toordinal() - back)))
    weekly.go(f"{date.fromordinal(day.toordinal() + 3)} 09:00")
    facts = weekly.kept(str(day))
    assert (facts.week, [past.week for past in facts.history][-1:]) == (week, [before])


def test_the_summary_counts_for_the_days_ceiling(weekly: Weekly) -> None:
    """A unit's own report waits for the next working day where the person has had three messages today."""
    unit = weekly.commune("UBND xã Hòa Cư", "an")
    task = weekly.stage.task(unit, "2024-03-22")
    weekly.reports(task, Said("doing", 40), "2024-03-20 10:00")
    weekly.stage.now = weekly.moment("2024-03-22 08:30")
    with weekly.stage.store() as session:
        for number in range(3):
            message = Outgoing(Address("memory", "an"), f"tin {number}")
            outbox.queue(session, message, key=f"x{number}", kind="alarm", now=weekly.stage.now, address_id=3, person_id=3)
    weekly.stage.deliver()
    weekly.friday()
    assert not any("ký và gửi" in text for text in weekly.told("an"))
    weekly.go("2024-03-25 08:00")
    assert sum("ký và gửi" in text for text in weekly.told("an")) == 1


@pytest.mark.parametrize("abilities", [Abilities(), Abilities(buttons=False, files_out=False, max_text=2000)], ids=["telegram", "zalo"])
def test_a_full_week_fits_every_channel(tmp_path: Path, abilities: Abilities) -> None:
    """With choices, links and a missing part a heavy week stays within the channel's limit."""
    week = written_week()
    heavy = replace(week, tasks=week.tasks * 8, changes=week.changes * 8, difficulties=week.difficulties * 8)
    written = Written(write_files(replace(week, tasks=()), tmp_path, "vi").files, ("pdf",))
    message = digest_message(heavy, Address("x", "1"), "vi", abilities, written)
    text = message.text if abilities.buttons else numbered(message.text, message.choices)
    links = 0 if abilities.files_out else 2 * 190
    assert utf16_length(text) + links <= abilities.max_text
    assert message.choices
    assert "Tuần 13" in text


def test_the_public_json_is_the_stores_own(weekly: Weekly) -> None:
    """`digest --json` of a kept week counts what was counted then."""
    weekly.stage.task(weekly.commune("UBND xã Hòa Cư", "an"), "2024-03-20")
    weekly.friday()
    public = json.loads(json.dumps(digest_json(weekly.kept())))
    assert public["counts"]["overdue"] == programme(weekly.kept().units).overdue == 1


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """Putting a file leaves no half of it under its name."""
    digest_files.put(tmp_path / "a.txt", b"eins")
    digest_files.put(tmp_path / "a.txt", b"zwei")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"zwei"


@needs_libreoffice
def test_the_leaders_files_have_a_pdf_where_libreoffice_is(weekly: Weekly, tmp_path: Path) -> None:
    """With LibreOffice the leader gets the report as PDF too, the coordinator's preview does without."""
    weekly.with_pdf = True
    weekly.friday()
    names = {message.to.chat: [Path(file.name).suffix for file in message.files] for message in weekly.messages("digest")}
    assert names == {"binh": [".png", ".docx", ".xlsx"], "ha": [".png", ".docx", ".pdf", ".xlsx"]}
    with weekly.stage.store() as session:
        (path,) = [path for path in session.exec(select(KeptDigest)).one().files if path.endswith(".pdf")]
    assert (tmp_path / path).read_bytes().startswith(b"%PDF")
