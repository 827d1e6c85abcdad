"""A strict local Bot API server: real HTTP on loopback, Telegram's refusals, faults on demand, every call recorded.

In a test: `with BotApi() as api: …` and speak to `api.url` (the bot) and `ControlPanel(api.url)` (the people).
For tests that kill the service: `python -m tests.botapi_server --port 8443 --record calls.jsonl`.
"""

import argparse
import asyncio
import json
import threading
from pathlib import Path
from typing import Any, Self

from tests import botapi_people as people
from tests.botapi_http import Answer, Request, reply, serve_connection
from tests.botapi_methods import METHODS
from tests.botapi_schema import Schema, decoded, load, problems
from tests.botapi_setup import SETUP
from tests.botapi_updates import Mailbox
from tests.botapi_world import Fault, Json, RefusedError, World

PEOPLE = ("says", "taps", "edits", "contact", "location", "attaches", "membership", "migrates")
WORLD = ("person", "group", "fault", "update", "redeliver", "store", "bot_says")


class Server:
    """One bot's Telegram over HTTP. `record` gets one JSON line a call, flushed before the answer leaves."""

    def __init__(self, world: World, schema: Schema | None = None, record: Path | None = None) -> None:
        self.world = world
        self.mailbox = Mailbox(world)
        self._schema = schema or load()
        self._record = record
        self._methods = METHODS | SETUP

    async def handle(self, request: Request) -> Answer:
        """Any request: a bot's call, a download, or the control panel."""
        parts = request.path.strip("/").split("/", 2)
        if parts[0] == "control":
            return self._control(parts[1], request.fields)
        if parts[0] == "file" and parts[1] == f"bot{self.world.token}":
            return self._download(parts[2])
        if not parts[0].startswith("bot") or len(parts) != 2 or ":" not in parts[0]:
            return _error(404, "Not Found")
        if parts[0] != f"bot{self.world.token}":
            return _error(401, "Unauthorized")
        return await self._call(parts[1], request)

    async def _call(self, method: str, request: Request) -> Answer:
        if method not in self._schema["methods"]:
            return _error(404, "Not Found: method not found")
        params = decoded(self._schema, method, request.fields)
        fault = self.world.strike(method, params.get("chat_id"))
        call: Json = {
            "seq": len(self.world.calls) + 1,
            "method": method,
            "params": params,
            "files": {k: v[0] for k, v in request.uploads.items()},
        }
        instead = _instead(fault, request) if fault else None
        if instead:
            return self._noted(call | {"fault": fault and fault.kind}, instead)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        call, answer = await self._carried_out(call, params, request)
        self._noted(call | ({"fault": fault.kind} if fault else {}), answer)
        return _cut(fault) if fault and fault.kind in ("drop_after", "silent_after") else answer

    async def _carried_out(self, call: Json, params: Json, request: Request) -> tuple[Json, Answer]:
        faults = problems(self._schema, call["method"], params, set(request.uploads))
        try:
            if faults:
                raise RefusedError(400, f"Bad Request: STRICT: {'; '.join(faults)}")
            if call["method"] == "getUpdates":
                result: Any = await self.mailbox.get_updates(params)
            else:
                result = self._methods[call["method"]](self.world, params, request.uploads)
        except RefusedError as refused:
            return call | {"error": refused.description}, _error(refused.code, refused.description, **refused.parameters)
        return call | {"result": result}, reply(200, {"ok": True, "result": result})

    def _noted(self, call: Json, answer: Answer) -> Answer:
        self.world.calls.append(call)
        if self._record and call["method"] != "getUpdates":
            with self._record.open("a", encoding="utf-8") as file:
                file.write(json.dumps(call, ensure_ascii=False) + "\n")
        return answer

    def _download(self, path: str) -> Answer:
        self._noted({"seq": len(self.world.calls) + 1, "method": "download", "params": {"path": path}}, Answer())
        kept = (entry for file_id, entry in self.world.files.items() if file_id not in self.world.undownloadable)
        data = next((data for stored, data in kept if stored == path), None)
        return _error(404, "Not Found") if data is None else Answer(200, data, mime="application/octet-stream")

    def _control(self, verb: str, fields: Json) -> Answer:
        if "content" in fields:
            fields["content"] = bytes.fromhex(fields["content"])
        try:
            if verb in PEOPLE:
                return reply(200, getattr(people, verb)(self.world, **fields))
            if verb in WORLD:
                return reply(200, getattr(self.world, verb)(**fields))
        except (ValueError, KeyError, TypeError) as error:
            return reply(400, {"error": f"{verb}: {error!r}"})
        return self._look(verb, fields)

    def _look(self, verb: str, fields: Json) -> Answer:
        world = self.world
        views: dict[str, Any] = {
            "events": [event for event in world.events if event["seq"] > fields.get("after", 0)],
            "calls": [call for call in world.calls if call["seq"] > fields.get("after", 0)],
            "screen": [message for (chat, _), message in sorted(world.messages.items()) if chat == fields.get("chat")],
            "state": {"pending": len(world.updates), "answered": world.answered, "commands": world.commands, "webhook": world.webhook},
        }
        return reply(200, views[verb]) if verb in views else reply(404, {"error": f"no control {verb}"})


class BotApi:
    """The server in a thread of its own, on a free port unless told; `url` is its root."""

    def __init__(self, world: World | None = None, port: int = 0, record: Path | None = None) -> None:
        self.world = world or World()
        self.server = Server(self.world, record=record)
        self.url = ""
        self._port = port
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        connections: set[asyncio.Task[None]] = set()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.create_task(serve_connection(self.server.handle, reader, writer))
            connections.add(task)
            task.add_done_callback(connections.discard)

        listener = await asyncio.start_server(connected, "127.0.0.1", self._port)
        self.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        post = asyncio.create_task(self.server.mailbox.post_to_webhook())
        self._ready.set()
        await self._stop.wait()
        listener.close()
        for task in (post, *connections):
            task.cancel()
        await asyncio.gather(post, *connections, return_exceptions=True)


def _error(code: int, description: str, **parameters: int) -> Answer:
    extra = {"parameters": parameters} if parameters else {}
    return reply(code, {"ok": False, "error_code": code, "description": description, **extra})


def _instead(fault: Fault, request: Request) -> Answer | None:
    """What a call gets in place of being carried out, or None where it is carried out."""
    if fault.kind == "429":
        return _error(429, f"Too Many Requests: retry after {fault.retry_after}", retry_after=fault.retry_after)
    if fault.kind == "refuse":
        return _error(fault.code, fault.description, **({"migrate_to_chat_id": fault.migrate_to} if fault.migrate_to else {}))
    if fault.kind == "redirect":
        return Answer(307, location=request.path)
    if fault.kind == "page":
        return Answer(fault.code, fault.body.encode(), mime="text/html")
    return _cut(fault) if fault.kind in ("drop_before", "silent_before") else None


def _cut(fault: Fault) -> Answer:
    return Answer(end="close" if fault.kind.startswith("drop") else "hold", seconds=fault.seconds)


def main() -> None:
    """Runs until interrupted; prints the address when ready."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--token", default=World.token)
    parser.add_argument("--local", action="store_true", help="behave as a local Bot API server: webhooks over http, files of any size")
    given = parser.parse_args()
    with BotApi(World(token=given.token, local=given.local), given.port, given.record) as api:
        print(api.url, flush=True)  # noqa: T201 - the caller reads the address here
        threading.Event().wait()


if __name__ == "__main__":
    main()
