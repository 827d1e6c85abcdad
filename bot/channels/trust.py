"""Whose certificates are believed: read once a process, for that takes longer than most calls."""

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """What every connection to a service is held to: the authorities that httpx knows, or those that SSL_CERT_FILE names."""
    return httpx.create_ssl_context()
