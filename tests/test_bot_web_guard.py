"""Who may talk to the demo: this machine's browser, from the demo's own page."""

import pytest
from starlette.datastructures import Headers

from bot.web.guard import allowed

HOST = "127.0.0.1:8080"


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "localhost", "[::1]:8080", "LOCALHOST:1"])
def test_this_machine_is_let_in_by_each_of_its_names(host: str) -> None:
    """All loopback names open the page, with any port."""
    assert allowed("GET", "http", Headers({"host": host}))


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5:8080", "", "[::1", "localhost@evil.example"])
def test_another_name_for_this_machine_is_refused(host: str) -> None:
    """A foreign name that resolves to loopback (DNS rebinding) reads nothing."""
    assert not allowed("GET", "http", Headers({"host": host}))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"origin": "http://127.0.0.1:8080"},
        {"origin": "http://127.0.0.1:8080", "sec-fetch-site": "same-origin"},
    ],
)
def test_the_own_page_and_plain_programs_may_post(sent: dict[str, str]) -> None:
    """A form of the page passes, and so does a program that is no browser."""
    assert allowed("POST", "http", Headers({"host": HOST, **sent}))


@pytest.mark.parametrize(
    "sent",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8080"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:8080", "sec-fetch-site": "cross-site"},
    ],
)
def test_another_sites_form_is_refused(sent: dict[str, str]) -> None:
    """No other origin, port or scheme can post as the demo's people."""
    assert not allowed("POST", "http", Headers({"host": HOST, **sent}))
