"""A province's week on one machine with SQLite: Monday's reminders, Thursday's prompt, everybody's answers, Friday's digest.

Run: python benchmarks/province.py [--full | --communes 300]   (--full: the 3,321 communes of 2025 as one province, the worst case)
One officer a commune, three duties each. Messages go to a channel that only records, with the wire's rates switched off; the table
says beside it how long Telegram's 30 messages a second would take.
"""

import argparse
import asyncio
import itertools
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from benchmarks.office import NOW, fill, staff, store
from bot.channels.memory import Memory
from bot.delivery import Delivery
from bot.inbox import receive
from bot.rates import TELEGRAM
from reports.facts import Office as ReportOffice
from scheduler.digest import Digests
from scheduler.digest_sending import send_waiting
from scheduler.rules import Rules
from scheduler.tick import tick
from storage.db import transaction
from storage.messages import Address, Incoming, plain
from storage.models import Outbox, Report
from storage.office import Office

COMMUNES, PROVINCE = 300, 3_321
DUTIES = 3
THURSDAY, FRIDAY = NOW + timedelta(days=3, hours=7), NOW + timedelta(days=4, hours=1)
PREVIEW, DIGEST = NOW + timedelta(days=4, hours=4), NOW + timedelta(days=4, hours=6)
WORDS = (
    "#{} xong",
    "#{} được 70%",
    "không thay đổi",
    "#{} vướng mặt bằng, đề nghị huyện hỗ trợ",
    "xin gia hạn #{} đến 15/5 vì mưa lũ",
    "viec cua toi",
)


class Province:
    """The store, the recording channel and the office's clock, which stands where it is put."""

    def __init__(self, folder: Path, communes: int) -> None:
        self.communes, self.now = communes, NOW
        self.engine: Engine = store(folder / "province.db")
        self.channel, self.rules = Memory(), Rules()
        self.office = Office(self.rules.zone, folder, abilities={"memory": self.channel.abilities})
        self.digests = Digests(self.rules, self.office, ReportOffice("UBND tỉnh"))
        fill(self.engine, communes, 0, DUTIES)
        staff(self.engine)

    def beat(self) -> None:
        """Decides all that is due, in as many transactions as it takes."""
        more = True
        while more:
            with transaction(self.engine) as session:
                more = tick(session, self.now, self.rules, self.office, self.digests).more

    def deliver(self) -> None:
        """Sends all that waits, without the wire's rates."""
        delivery = Delivery(self.engine, {"memory": self.channel}, lambda: self.now, self.rules, self.office, limits={})
        asyncio.run(delivery.deliver_due())

    def answers(self) -> None:
        """Every officer says one thing."""
        for number, words in zip(range(1, self.communes + 1), itertools.cycle(WORDS), strict=False):
            said = Incoming(Address("memory", f"c{number}"), f"w{number}", f"c{number}", words.format(number))
            receive(self.engine, self.office, said, self.now)

    def digest(self) -> None:
        """The week's digest decided, gathered, rendered and queued."""
        self.beat()
        send_waiting(self.engine, self.digests, self.now)

    def counted(self) -> int:
        """The messages queued so far."""
        with transaction(self.engine) as session:
            return session.exec(select(func.count(col(Outbox.id)))).one()


def main() -> None:
    """Plays the week and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--communes", type=int, default=COMMUNES)
    parser.add_argument("--full", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        province = Province(Path(folder), PROVINCE if given.full else given.communes)
        print(f"{province.communes:,} communes, {province.communes * DUTIES:,} duties; peak memory so far {_peak_mb()} MB\n")
        print("| step | seconds | of them CPU | messages | a second | at Telegram's 30 a second | peak memory |")
        print(f"|---|{'---:|' * 6}")
        _play(province)
        _check(province)


def _play(province: Province) -> None:
    _step(province, "Monday's reminders bundled and queued", NOW, province.beat)
    _step(province, "delivered", NOW, province.deliver, wire=True)
    _step(province, "Thursday's prompt bundled and queued", THURSDAY, province.beat)
    _step(province, "delivered", THURSDAY, province.deliver, wire=True)
    _step(province, "everybody answers", FRIDAY, province.answers)
    _step(province, "receipts, and what a beat adds, delivered", FRIDAY, lambda: (province.beat(), province.deliver()), wire=True)
    _step(province, "the digest's preview gathered and rendered", PREVIEW, province.digest)
    _step(province, "the digest gathered, rendered and queued", DIGEST, province.digest)
    _step(province, "all that Friday adds, delivered", DIGEST, province.deliver, wire=True)


def _step(province: Province, name: str, now: datetime, work: Callable[[], object], *, wire: bool = False) -> None:
    """Does one step and prints its row; with `wire` it is sending that is counted, else queueing."""
    province.now = now
    before = len(province.channel.sent) if wire else province.counted()
    began, busy = time.perf_counter(), time.process_time()
    work()
    took_s, busy_s = time.perf_counter() - began, time.process_time() - busy
    messages = (len(province.channel.sent) if wire else province.counted()) - before
    telegram = f"{messages / (TELEGRAM.per_second or 1):,.0f} s" if wire else ""
    print(f"| {name} | {took_s:.1f} | {busy_s:.1f} | {messages:,} | {messages / took_s:,.0f} | {telegram} | {_peak_mb()} MB |", flush=True)


def _check(province: Province) -> None:
    """The figures are worth nothing where somebody was forgotten: everybody was reminded, asked, answered; the leader has the digest."""
    sent = list(province.channel.sent.values())
    told = {message.to.chat for message in sent}
    assert {f"c{number}" for number in range(1, province.communes + 1)} <= told
    leader = [plain(message.text) for message in sent if message.to.chat == "leader"]
    assert any(text.startswith("Tuần 12") for text in leader), leader[:1]
    with transaction(province.engine) as session:
        reports = _count(session)
    assert reports >= province.communes // len(WORDS) * 3, reports
    print(f"\n{reports:,} reports kept; the digest begins: “{next(text for text in leader if text.startswith('Tuần')).splitlines()[0]}”")


def _count(session: Session) -> int:
    return session.exec(select(func.count(col(Report.id)))).one()


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
