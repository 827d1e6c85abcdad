"""The service under a supervisor: it says when it is up, and leaves nothing that other users of the machine can read."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.supervised import tell_systemd
from tests.service import Service


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[socket.socket]:
    """The socket of one that waits for news."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.settimeout(30)
        listening.bind(str(tmp_path / "notify"))
        yield listening


def test_the_service_is_reported_up_once_its_store_is_migrated_and_its_code_printed(tmp_path: Path, supervisor: socket.socket) -> None:
    """`systemctl start` returns when the store is at this program's version and the administrator's code stands in the journal."""
    with Service(tmp_path, NOTIFY_SOCKET=supervisor.getsockname()) as service:
        assert supervisor.recv(100) == b"READY=1"
        assert "Mã dùng một lần" in service.greeting
        assert (tmp_path / "data" / "tiendo.db").is_file()


def test_a_service_that_cannot_start_is_never_reported_up(tmp_path: Path, supervisor: socket.socket) -> None:
    """An upgrade whose program stops at once is not taken for one that runs."""
    service = Service(tmp_path, NOTIFY_SOCKET=supervisor.getsockname(), TIENDO_TELEGRAM_TOKN="x")
    with pytest.raises(AssertionError, match="TIENDO_TELEGRAM_TOKN"):
        service.start()
    service.kill()
    supervisor.setblocking(False)
    with pytest.raises(BlockingIOError):
        supervisor.recv(100)


def test_news_reach_an_abstract_socket_and_a_socket_that_is_gone_harms_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Older systems name sockets with @; a supervisor that went away does not take the service with it."""
    name = f"tiendo-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0{name}")
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
        tell_systemd("READY=1")
        assert listening.recv(100) == b"READY=1"
    tell_systemd("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    tell_systemd("READY=1")
    monkeypatch.delenv("NOTIFY_SOCKET")
    tell_systemd("READY=1")


def test_what_commands_write_only_its_owner_reads(tmp_path: Path) -> None:
    """The store that a first command makes, and a copy of it, also where everybody may read new files."""
    loose = os.umask(0o022)
    try:
        service = Service(tmp_path)
        service.tiendo("units", "list")
        service.tiendo("backup", "copies/one.db")
    finally:
        os.umask(loose)
    written = [tmp_path / "data" / "tiendo.db", tmp_path / "copies", tmp_path / "copies" / "one.db"]
    assert [oct(file.stat().st_mode & 0o077) for file in written] == ["0o0"] * 3
