"""The Bot API's methods that set the bot up: command menus and the webhook."""

import json
import re
from urllib.parse import urlsplit

from tests.botapi_methods import Method
from tests.botapi_sending import Uploads, target
from tests.botapi_world import Json, RefusedError, World


def set_my_commands(world: World, params: Json, uploads: Uploads) -> bool:
    """The menu of a scope and language."""
    if len(params["commands"]) > 100:
        raise RefusedError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for command in params["commands"]:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", command["command"]):
            raise RefusedError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise RefusedError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_menu(world, params)] = params["commands"]
    return True


def delete_my_commands(world: World, params: Json, uploads: Uploads) -> bool:
    """Takes a menu away; true even where there was none."""
    world.commands.pop(_menu(world, params), None)
    return True


def _menu(world: World, params: Json) -> str:
    scope = params.get("scope", {"type": "default"})
    if "chat_id" in scope:
        target(world, scope)
    return json.dumps([scope, params.get("language_code", "")], sort_keys=True)


def set_webhook(world: World, params: Json, uploads: Uploads) -> bool:
    """From now on updates are posted to the address; http only on a local server."""
    url = urlsplit(params["url"])
    if url.scheme != "https" and not world.local:
        raise RefusedError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", params.get("secret_token", "")):
        raise RefusedError(400, "Bad Request: secret token contains unallowed characters")
    world.webhook = {"url": params["url"], "secret": params.get("secret_token", ""), "allowed": params.get("allowed_updates")}
    _drop(world, params)
    return True


def delete_webhook(world: World, params: Json, uploads: Uploads) -> bool:
    """Back to polling; true even where there was no webhook."""
    world.webhook = {}
    _drop(world, params)
    return True


def _drop(world: World, params: Json) -> None:
    if params.get("drop_pending_updates"):
        world.updates.clear()
    world.changed()


def get_webhook_info(world: World, params: Json, uploads: Uploads) -> Json:
    """What is set."""
    return {"url": world.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": len(world.updates)}


SETUP: dict[str, Method] = {
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
