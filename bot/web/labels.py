"""The words of the demo page, and its moments as people write them."""

from datetime import datetime

from locales import Words


def labels(words: Words, max_files_mb: int) -> dict[str, str]:
    """Every label of the page by the name that the templates use."""
    text = words.text
    return {
        "title": text("Tiến Độ – demo"),
        "tagline": text("Three phones and a clock. Let the clock run and see who is told what."),
        "clock": text("Clock"),
        "running": text("The clock is running…"),
        "hour": text("+1 hour"),
        "day": text("+1 day"),
        "next": text("To the next event"),
        "phones": text("Phones"),
        "conversation": text("Conversation"),
        "message": text("Message"),
        "placeholder": text("Write here…"),
        "send": text("Send"),
        "attach": text("Attach"),
        "style": text("Show this phone as"),
        "me": text("Me"),
        "bot": text("Bot"),
        "edited": text("edited"),
        "working": text("Writing an answer…"),
        "empty": text("Nothing here yet."),
        "offline": text("Connection lost. Trying again…"),
        "failed": text("That was not sent. Please try again."),
        "large": text("Files of more than {limit} MB cannot be sent here.", limit=max_files_mb),
        "reload": text("Refresh"),
        "no_script": text("Without JavaScript this page does not refresh by itself."),
    }


def day_label(words: Words, at: datetime) -> str:
    """The weekday and date of a local moment."""
    date = words.date(at.date())
    weekdays = (
        words.text("Monday, {date}", date=date),
        words.text("Tuesday, {date}", date=date),
        words.text("Wednesday, {date}", date=date),
        words.text("Thursday, {date}", date=date),
        words.text("Friday, {date}", date=date),
        words.text("Saturday, {date}", date=date),
        words.text("Sunday, {date}", date=date),
    )
    return weekdays[at.weekday()]


def clock_label(words: Words, at: datetime) -> str:
    """The weekday, date and time of a local moment."""
    return words.text("{day}, {time}", day=day_label(words, at), time=words.time(at))
