"""Emphasis inside texts: two private-use characters, so that people's own words can hold any sign without changing the look."""

BOLD_ON, BOLD_OFF = "\ue000", "\ue001"


def bold(text: str) -> str:
    """The text with emphasis, for every channel to show or drop."""
    return f"{BOLD_ON}{clean(text)}{BOLD_OFF}"


def clean(text: str) -> str:
    """The text without our emphasis characters: somebody's own words, or a composed message as plain text."""
    return text.replace(BOLD_ON, "").replace(BOLD_OFF, "")
