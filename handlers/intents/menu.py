"""The command menu that a chat app shows beside the text field: what somebody with these roles needs most, in their language."""

from collections.abc import Iterable

from locales import Words


def commands(said: Words, roles: Iterable[str]) -> dict[str, str]:
    """Command → description, the most needed first; without roles what a stranger can do."""
    held = set(roles)
    menu: dict[str, str] = {}
    if not held:
        return {"start": said.text("Link with an invite code"), "help": said.text("Help")}
    if "officer" in held:
        menu |= {
            "viec": said.text("My unit's tasks"),
            "khongdoi": said.text("No change since the last report"),
            "hoantac": said.text("Take back the last report"),
            "bangiao": said.text("Hand over to a successor"),
        }
    if held - {"officer"}:
        menu |= {
            "tiendo": said.text("Progress"),
            "quahan": said.text("Overdue"),
            "tuannay": said.text("This week"),
            "chuabaocao": said.text("Not reported"),
        }
    if held & {"coordinator", "admin"}:
        menu |= {"vanban": said.text("Directives"), "moi": said.text("Invite an officer"), "sangnay": said.text("This morning's reminders")}
    return menu | {
        "help": said.text("Help"),
        "huy": said.text("Cancel the open question"),
        "ngonngu": said.text("Language"),
        "dulieu": said.text("My data"),
        "dung": said.text("Unlink this chat"),
    }
