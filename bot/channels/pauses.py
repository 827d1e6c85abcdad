"""How long a poller waits after failures, on every channel."""

import random

LONGEST_PAUSE_S = 60.0


def pause_s(failures: int) -> float:
    """How long to wait after so many failures in a row: doubling from a second to a minute, with jitter."""
    return min(LONGEST_PAUSE_S, 2.0 ** min(failures - 1, 10)) * random.uniform(0.5, 1)
