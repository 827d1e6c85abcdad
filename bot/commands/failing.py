"""What goes wrong at the command line, as one plain sentence each."""

import errno


class CommandError(Exception):
    """A command cannot do what was asked; the message is the sentence to show."""


def sentence(error: BaseException) -> str:
    """The sentence for an error, without secrets. A bug is named as one; `python -X dev -m bot` shows its traceback."""
    from bot.redact import redact

    return redact(_sentence(error))


def _sentence(error: BaseException) -> str:
    from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

    from bot.settings import SettingsError
    from storage.db import StoreDamagedError, StoreEncodingError, StoreTooNewError

    if isinstance(error, CommandError | SettingsError | StoreEncodingError):
        return str(error)
    if isinstance(error, StoreTooNewError):
        return "The store was written by a newer version of this program. Please upgrade the program; nothing was changed."
    if isinstance(error, StoreDamagedError):
        found = str(error).rstrip(".")
        return f"The store is damaged ({found}). Nothing was changed; put the newest copy back: tiendo restore FILE --force."
    if isinstance(error, OperationalError):
        return f"The store cannot be used: {str(error.orig).strip().splitlines()[0]}."
    if isinstance(error, ProgrammingError) and "does not exist" in str(error.orig):
        return "The store is empty or of an older version. Run `tiendo run` once, or `tiendo doctor` to see what is wrong."
    if isinstance(error, SQLAlchemyError) and not isinstance(error, ProgrammingError):
        return f"The store cannot be used: {str(error).splitlines()[0]}."
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "The port is taken by another program. Choose another one with TIENDO_WEB_PORT or --port."
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename or ''}".rstrip(": ") + "."
    return f"The program failed ({type(error).__name__}: {error}). Nothing more was changed; please report this."
