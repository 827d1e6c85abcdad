"""How the values of settings are written: hours, days, weekdays, names with values, addresses."""

import ipaddress
import re
from datetime import time

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_NAMED = re.compile(r"(?P<name>[a-z0-9][a-z0-9_-]{0,31})=(?P<value>\S+)")


def hours(text: str) -> tuple[time, time]:
    """ "19:00-07:30" as two times. Raises ValueError saying the form."""
    try:
        start, _, end = text.partition("-")
        return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())
    except ValueError as error:
        raise ValueError("two hours such as 19:00-07:30") from error


def day_list(text: str) -> tuple[int, ...]:
    """ "7,3,1,0" as days, each from 0 to 365, the farthest first. Raises ValueError saying the form."""
    try:
        days = sorted({int(part) for part in text.split(",")}, reverse=True)
    except ValueError as error:
        raise ValueError("days separated by commas, such as 7,3,1,0") from error
    if not days or days[-1] < 0 or days[0] > 365:
        raise ValueError("days from 0 to 365 separated by commas, such as 7,3,1,0")
    return tuple(days)


def named_tokens(text: str) -> dict[str | None, str]:
    """ "token" or "cao-lau=token,gia-cat=token" as tokens by the bot's name, None where it has none. Raises ValueError."""
    tokens: dict[str | None, str] = {}
    for part in (part.strip() for part in text.split(",") if part.strip()):
        named = _NAMED.fullmatch(part)
        name, token = (named["name"], named["value"]) if named else (None, part)
        if name in tokens or token in tokens.values():
            raise ValueError("one token, or name=token pairs separated by commas, each name and token once")
        tokens[name] = token
    return tokens


def named_values(text: str) -> dict[str, str]:
    """ "reminder=1234,digest=5678" as values by name. Raises ValueError saying the form."""
    pairs = [_NAMED.fullmatch(part.strip()) for part in text.split(",") if part.strip()]
    if not all(pairs):
        raise ValueError("name=value pairs separated by commas")
    return {pair["name"]: pair["value"] for pair in pairs if pair}


def addresses(text: str) -> tuple[str, ...]:
    """ "127.0.0.1,172.18.0.0/16" as addresses and networks. Raises ValueError saying the form."""
    try:
        return tuple(str(ipaddress.ip_network(part.strip())) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise ValueError("addresses or networks separated by commas, such as 127.0.0.1,172.18.0.0/16") from error


def week_time(text: str) -> tuple[int, time]:
    """ "FRI 14:00" as a weekday from Monday = 0 and an hour. Raises ValueError saying the form."""
    day, _, hour = text.strip().upper().partition(" ")
    try:
        return WEEKDAYS.index(day), time.fromisoformat(hour.strip())
    except ValueError as error:
        raise ValueError("a weekday and an hour, such as FRI 14:00") from error
