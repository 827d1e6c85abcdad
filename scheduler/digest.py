"""The weekly digest: gathered, kept with its files, and queued for its readers through the same outbox as everything else."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, select

from locales import words
from reports import kept, weekly
from reports.chart import picture
from reports.facts import Office as ReportOffice
from reports.facts import WeekFacts
from reports.sheet import tracking_sheet
from reports.word import weekly_report
from scheduler.gather import gather
from scheduler.recipients import Recipient, of_people
from scheduler.rules import Rules
from scheduler.week import Cycle
from storage import people
from storage.messages import OutFile, Outgoing, bold
from storage.models import KeptDigest
from storage.office import Office
from storage.outbox import queue

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Digests:
    """Makes digests for one office: what `scheduler.weekly` calls when a digest or its preview is due."""

    rules: Rules
    office: Office
    report_office: ReportOffice

    def __call__(self, session: Session, week: Cycle, step: str, now: datetime) -> int:
        """Queues the week's digest for the leaders, or its preview for the coordinators; returns how many messages."""
        facts = gather(session, week.monday, now, self.rules, self.report_office)
        files = write_files(facts, self.office.data_dir, self.office.language)
        if step == "digest":
            keep(session, facts, files, now)
        role = "leader" if step == "digest" else "coordinator"
        readers = of_people(session, people.holders(session, role))
        return sum(self._send(session, reader, facts, files, step, now) for reader in readers)

    def _send(self, session: Session, reader: Recipient, facts: WeekFacts, files: list[OutFile], step: str, now: datetime) -> int:
        language = reader.language or self.office.language
        abilities = self.office.abilities.get(reader.address.channel)
        limit = abilities.max_text if abilities is not None else LONGEST
        text = "\n".join(bold(line.text) if line.strong else line.text for line in weekly.message(facts, language, limit - 200))
        if step == "preview":
            text = f"{words(language).text('Preview of the digest that leaves at {hour}:', hour=self._hour())}\n{text}"
        message = Outgoing(reader.address, text, (), tuple(files))
        key = f"{step}:{facts.week}:{reader.key}"
        row = queue(session, message, key=key, kind="digest", now=now, address_id=reader.address_id, person_id=reader.person_id)
        return int(row is not None)

    def _hour(self) -> str:
        return f"{self.rules.digest_at.at:%H:%M}"


def write_files(facts: WeekFacts, folder: Path, language: str) -> list[OutFile]:
    """Writes the picture, the Word report and the sheet below the data folder; the same facts write the same bytes."""
    place = Path("digests") / facts.week / kept.fingerprint(facts)[:12]
    (folder / place).mkdir(parents=True, exist_ok=True)
    parts: Iterable[tuple[str, bytes, str, bool]] = (
        (f"tien-do-{facts.week}.png", picture(facts, language), "image/png", True),
        (f"bao-cao-{facts.week}.docx", weekly_report(facts, language), DOCX, False),
        (f"theo-doi-{facts.week}.xlsx", tracking_sheet(facts, language), XLSX, False),
    )
    files = []
    for name, data, mime, shown in parts:
        (folder / place / name).write_bytes(data)
        files.append(OutFile(str(place / name), name, mime, shown))
    return files


def keep(session: Session, facts: WeekFacts, files: list[OutFile], now: datetime) -> KeptDigest:
    """Keeps the facts of a week as they were sent, so that last Friday's numbers can be shown again. Kept once, it stays as it is."""
    row = session.exec(select(KeptDigest).where(KeptDigest.week == facts.week)).first()
    if row is not None and row.state == "sent":
        return row
    text = kept.to_json(facts)
    row = row or KeptDigest(week=facts.week, from_on=facts.from_on, to_on=facts.to_on, as_of=now, facts_sha256="")
    row.facts, row.facts_sha256 = {"json": text}, hashlib.sha256(text.encode()).hexdigest()
    row.as_of, row.files, row.state, row.sent_at = now, [file.path for file in files], "sent", now
    session.add(row)
    session.flush()
    return row


def kept_facts(session: Session, day: date) -> WeekFacts | None:
    """The facts that were sent for the week that holds a day; None where no digest of it was kept."""
    row = session.exec(select(KeptDigest).where(KeptDigest.from_on <= day, KeptDigest.to_on >= day, KeptDigest.state == "sent")).first()
    return kept.from_json(str(row.facts["json"])) if row is not None else None
