"""ISO weeks: their names, their Mondays and Sundays."""

from datetime import date, timedelta


def iso_week(day: date) -> str:
    """The week that holds the day, "2024-W13". The year is the week's, so 30/12/2024 lies in "2025-W01"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week that holds the day, both included."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def week_number(week: str) -> int:
    """13 for "2024-W13"."""
    return int(week.partition("-W")[2])


def week_year(week: str) -> int:
    """2024 for "2024-W13"."""
    return int(week.partition("-W")[0])
