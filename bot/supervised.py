"""What the service tells the supervisor that started it, in systemd's own protocol: one datagram to the socket that it named."""

import os
import socket


def tell_systemd(news: str) -> None:
    """Sends `READY=1` and the like. Does nothing where no supervisor listens, or its socket is gone."""
    place = os.environ.get("NOTIFY_SOCKET")
    if not place:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as speaking:
        try:
            speaking.sendto(news.encode(), f"\0{place[1:]}" if place.startswith("@") else place)
        except OSError:  # the service goes on; systemd says itself what it missed
            return
