"""A progress bar on a terminal for long reading; silent elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def reading_progress(name: str) -> Iterator[Callable[[float, str], None] | None]:
    """A function to call with the share done (0 to 1) and what is being done; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=1.0)

        def step(share: float, what: str) -> None:
            bar.update(task, completed=share, description=f"{name}: {what}" if what else name)

        yield step
