"""The Official Account's tokens: the refresh token works once, so a new pair is committed before anybody uses it."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import httpx

from bot.channels.zalo_errors import from_transport
from storage.messages import ChannelError

REFRESH_BEFORE = timedelta(hours=5)
"""An access token lives 25 hours and is changed after 20."""
LIFE_S = 90_000
WAIT_FOR_OTHERS_S, LOOKS = 1.0, 30

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pair:
    """An access token with the refresh token for the next one. `seed` is a print of the token of the settings that it all began with."""

    access: str
    refresh: str
    expires_at: datetime
    seed: str


class TokenStore(Protocol):
    """Where the pair is kept, for all processes of one account."""

    def load(self) -> Pair | None:
        """The newest pair; None before the first."""
        ...

    def begin(self, now: datetime) -> bool:
        """Takes the only right to refresh for a minute; False where another process has it."""
        ...

    def save(self, pair: Pair) -> None:
        """Commits a new pair and gives the right back."""
        ...

    def give_up(self) -> None:
        """Gives the right back without a new pair."""
        ...


class Tokens:
    """The tokens of one account. `trouble` says why the last refresh failed, "" where it did not: an administrator must consent again."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        oauth_url: str,
        app_id: str,
        secret: str,
        first_refresh: str,
        store: TokenStore,
        now: Callable[[], datetime],
    ) -> None:
        """`first_refresh` is the token of the settings; a changed one is taken in the place of whatever is stored."""
        self.trouble = ""
        self._http, self._url = http, f"{oauth_url.rstrip('/')}/v4/oa/access_token"
        self._app_id, self._secret, self._first, self._store, self._now = app_id, secret, first_refresh, store, now
        self._lock = asyncio.Lock()

    async def access(self) -> str:
        """An access token that holds for the next minutes, changed when it nears its end. Raises ChannelError "token" without one."""
        pair = self._pair()
        if pair is not None and pair.expires_at - self._now() > REFRESH_BEFORE:
            return pair.access
        try:
            return await self.renewed(pair.access if pair is not None else "")
        except ChannelError:
            if pair is not None and pair.access and pair.expires_at > self._now():
                return pair.access  # the old one still holds for hours, and the trouble is told
            raise

    async def renewed(self, spent: str) -> str:
        """An access token other than `spent`: of everybody who asks at once one refreshes. Raises ChannelError "token"."""
        async with self._lock:
            for _ in range(LOOKS):
                pair = self._pair()
                if pair is not None and pair.access and pair.access != spent and pair.expires_at > self._now():
                    return pair.access
                if self._store.begin(self._now()):
                    return (await self._refresh(pair)).access
                await asyncio.sleep(WAIT_FOR_OTHERS_S)  # another process refreshes
        raise ChannelError("not_sent", "token", retry_after_s=60)

    def _pair(self) -> Pair | None:
        """The stored pair; where the settings bring another token than it began with, that one with nothing to use yet."""
        pair, seed = self._store.load(), _print(self._first)
        if self._first and (pair is None or pair.seed != seed):
            return Pair("", self._first, self._now(), seed)
        return pair

    async def _refresh(self, pair: Pair | None) -> Pair:
        try:
            answer = await self._asked(pair.refresh if pair is not None else "")
            life_s = float(answer.get("expires_in") or LIFE_S)
            fresh = Pair(
                str(answer["access_token"]), str(answer["refresh_token"]), self._now() + timedelta(seconds=life_s), _print(self._first)
            )
        except (ChannelError, KeyError, TypeError, ValueError) as error:
            self._store.give_up()
            self.trouble = error.reason if isinstance(error, ChannelError) else "unreadable answer"
            log.error("the Official Account's tokens were not refreshed (%s): an administrator may have to consent again", self.trouble)
            raise ChannelError("not_sent", "token", retry_after_s=600) from None
        self._store.save(fresh)
        self.trouble = ""
        return fresh

    async def _asked(self, refresh: str) -> dict[str, Any]:
        if not refresh:
            raise ChannelError("not_sent", "no refresh token")
        form = {"refresh_token": refresh, "app_id": self._app_id, "grant_type": "refresh_token"}
        try:
            response = await self._http.post(self._url, data=form, headers={"secret_key": self._secret})
            answer = response.json()
        except httpx.RequestError as error:
            raise from_transport(error) from None
        except ValueError:
            raise ChannelError("unknown", f"unreadable answer {response.status_code}") from None
        if not isinstance(answer, dict) or "access_token" not in answer:
            code = answer.get("error") if isinstance(answer, dict) else None
            raise ChannelError("not_sent", f"refused {code}")
        return answer


def _print(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:16]
