"""A channel that keeps a list, for dialogues without a network: what was sent, failures in order, and any service's abilities."""

from collections import deque

from storage.messages import Abilities, Address, ChannelError, Choice, InFile, Outgoing, flat, plain, with_numbers

TELEGRAM = Abilities()
ZALO = Abilities(buttons=False, files_out=False, edit=False, max_text=2000, max_choices=20, upload_page=True)


class Memory:
    """The channel "memory" or of any other name. `sent` holds each message as it was handed over, oldest first, by its id.

    `failures` are raised by the next sends, one each, in order; None lets one through. A failure of kind "unknown" is one
    that arrived all the same. `files` holds what can be fetched, by handle.
    """

    def __init__(self, abilities: Abilities = TELEGRAM, name: str = "memory") -> None:
        self.name = name
        self.abilities = abilities
        self.sent: dict[str, Outgoing] = {}
        self.files: dict[str, bytes] = {}
        self.failures: deque[ChannelError | None] = deque()
        self.typing: list[Address] = []
        self.edits = 0

    async def send(self, message: Outgoing) -> str:
        """Keeps the message and returns its id; replaces an earlier one where the abilities allow it. Raises the next failure in line."""
        failure = self.failures.popleft() if self.failures else None
        if failure and failure.kind != "unknown":
            raise failure
        number = self._kept(message)
        if failure:
            raise failure
        return number

    def _kept(self, message: Outgoing) -> str:
        if self.abilities.edit and message.replaces in self.sent:
            self.edits += 1
            self.sent[message.replaces] = message
            return message.replaces
        number = f"{message.to.chat}:{len(self.sent) + 1}"
        self.sent[number] = message
        return number

    async def fetch(self, file: InFile, limit_bytes: int) -> bytes:
        """The bytes kept under the file's handle. Raises ChannelError: "gone" where there are none, "too_large" over the limit."""
        content = self.files.get(file.handle)
        if content is None:
            raise ChannelError("refused", "gone")
        if len(content) > limit_bytes:
            raise ChannelError("refused", "too_large")
        return content

    async def working(self, to: Address) -> None:
        """Notes the sign."""
        self.typing.append(to)

    def messages(self, chat: str) -> list[Outgoing]:
        """What stands in a chat, oldest first, edits in their place."""
        return [message for message in self.sent.values() if message.to.chat == chat]

    def shown(self, message: Outgoing) -> str:
        """The message as plain text: its choices as numbered lines where the channel has no buttons."""
        return plain(with_numbers(message.text, message.choices, self.abilities))

    def button(self, chat: str, label: str) -> Choice:
        """The newest choice of that label in a chat. Raises LookupError, naming what there is, where none has it."""
        choices = [choice for message in reversed(self.messages(chat)) for choice in flat(message.choices)]
        for choice in choices:
            if choice.label == label:
                return choice
        raise LookupError(f"no choice {label!r}; there are {[choice.label for choice in choices]}")
