"""How updates leave the strict server: long polling with offsets, or posts to a webhook; never both."""

import asyncio
from typing import Any

import httpx

from bot.channels.trust import trusted
from tests.botapi_world import Json, RefusedError, World

OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HAS_WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
RETRY_S = 0.2


class Mailbox:
    """The updates that wait. An update is gone once a later offset, or a 2xx answer of the webhook, confirmed it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: asyncio.Future[str] | None = None
        world.changed = self._wake

    async def get_updates(self, params: Json) -> list[Json]:
        """The first updates from the offset on, waiting for one up to `timeout` seconds; a second poller ends the first."""
        if self._world.webhook.get("url"):
            raise RefusedError(409, HAS_WEBHOOK)
        offset = params.get("offset", 0)
        self._world.updates = [update for update in self._world.updates if update["update_id"] >= offset or offset < 0]
        if self._waiting and not self._waiting.done():
            self._waiting.set_result("other")
        if not self._allowed(params) and params.get("timeout", 0) > 0:
            await self._wait(params["timeout"])
        given = self._allowed(params)[: params.get("limit", 100)]
        self._world.again.clear()
        return given

    def _allowed(self, params: Json) -> list[Json]:
        kinds = params.get("allowed_updates")
        return [update for update in self._world.again + self._world.updates if not kinds or any(kind in update for kind in kinds)]

    async def _wait(self, seconds: float) -> None:
        self._waiting = asyncio.get_running_loop().create_future()
        try:
            why = await asyncio.wait_for(self._waiting, seconds)
        except TimeoutError:
            return
        if why == "other":
            raise RefusedError(409, OTHER_POLLER)
        if why == "webhook":
            raise RefusedError(409, HAS_WEBHOOK)

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            if self._world.webhook.get("url"):
                self._waiting.set_result("webhook")
            elif self._world.updates or self._world.again:
                self._waiting.set_result("update")

    async def post_to_webhook(self) -> None:
        """Posts updates one after the other while a webhook is set, each until it is taken with a 2xx answer."""
        async with httpx.AsyncClient(verify=trusted(), timeout=10) as client:
            while True:
                hook = self._world.webhook
                queue = self._world.again or self._world.updates
                if not (hook.get("url") and queue and await self._taken(client, hook, queue)):
                    await asyncio.sleep(RETRY_S if hook else 0.05)

    async def _taken(self, client: httpx.AsyncClient, hook: Json, queue: list[Json]) -> bool:
        headers: dict[str, Any] = {"X-Telegram-Bot-Api-Secret-Token": hook["secret"]} if hook["secret"] else {}
        try:
            answer = await client.post(hook["url"], json=queue[0], headers=headers)
        except httpx.HTTPError:
            return False
        if answer.is_success:
            queue.pop(0)
        return answer.is_success
