"""The office's rules of time as one frozen value: its zone, quiet hours, stages, ceiling and weekly cycle."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from scheduler.workdays import SHIPPED, DayTable

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class WeekTime:
    """An hour of the week in the office's zone. `weekday` counts from Monday = 0."""

    weekday: int
    at: time


@dataclass(frozen=True, slots=True)
class Rules:
    """What the settings say about time.

    Nothing starts from `quiet_from` until `quiet_to`; both equal means no quiet hours. `remind_at` is the hour of the
    ladder's reminders, `works_from` the first hour of a working day. `overdue_every` counts working days.
    """

    zone: ZoneInfo = VIETNAM
    quiet_from: time = time(19, 0)
    quiet_to: time = time(7, 30)
    works_from: time = time(7, 30)
    remind_at: time = time(8, 0)
    remind_days: tuple[int, ...] = (7, 3, 1, 0)
    overdue_every: int = 2
    daily_ceiling: int = 3
    weekly_prompt: WeekTime = WeekTime(3, time(15, 0))
    weekly_cutoff: WeekTime = WeekTime(4, time(10, 0))
    digest_at: WeekTime = WeekTime(4, time(14, 0))
    days: DayTable = SHIPPED

    def instant(self, day: date, at: time) -> datetime:
        """That hour of that day in the office, as an aware UTC instant."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def local(self, at: datetime) -> datetime:
        """An aware instant as the office's clock shows it."""
        return at.astimezone(self.zone)

    def day(self, at: datetime) -> date:
        """The office's date at an aware instant."""
        return at.astimezone(self.zone).date()

    def is_quiet(self, at: time) -> bool:
        """Whether that hour of the day lies in the quiet hours, which may cross midnight."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= at < self.quiet_to
        return at >= self.quiet_from or at < self.quiet_to
