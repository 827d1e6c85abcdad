"""Something came that the service keeps to itself: what to do instead, said at once."""

from handlers.desk import Desk
from storage.messages import Reply


def unsupported(desk: Desk, what: str) -> list[Reply]:
    """An answer to a voice message, a sticker, or (`what` empty) a file; for a file with a page where it can be sent. Saves nothing."""
    said = desk.words
    if what == "voice":
        return [Reply(said.text("Voice messages are not understood here. Please type it, for example “#27 70%”."))]
    if what == "sticker":
        return [Reply(said.text("A sticker is not recorded as a report. Please type a word, for example “#27 done”."))]
    abilities = desk.office.abilities.get(desk.message.sender.channel)
    by_page = abilities is not None and abilities.upload_page
    page = desk.office.upload_link(desk.session, desk.chat.id or 0, desk.now) if by_page else None
    if page is None:
        return [Reply(said.text("This kind of message cannot be received here. Please type it, or send a photo of each page."))]
    link, until = page
    local = until.astimezone(desk.office.zone)
    text = said.text(
        "Files cannot be received in this chat. Please send them on this page, several at once or with the camera:\n{link}\n"
        "The page is for you only and works until {hour} on {day}.",
        link=link,
        hour=said.time(local),
        day=said.date(local.date()),
    )
    return [Reply(text)]
