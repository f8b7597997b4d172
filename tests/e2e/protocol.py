"""What the Bot API is made of: methods, typed parameters, refusals; and faults to order."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.e2e.html import Parsed
from tests.e2e.world import Chat, Json


@dataclass(frozen=True, slots=True)
class Sent:
    """A message the bot sent: as it came, as a reader sees it, and where it stands."""

    message_id: int
    chat_id: int
    topic: int | None
    reply_to: int | None
    source: str
    parsed: Parsed
    at: float

    @property
    def text(self) -> str:
        """Return what a reader reads."""
        return self.parsed.text


@dataclass(frozen=True, slots=True)
class Fault:
    """A response in place of the real one.

    Status 0 drops the connection before anything is done; `silent` does all that was asked for,
    but does not respond.
    """

    status: int = 500
    retry_after: int = 0
    silent: bool = False


class RefusalError(Exception):
    """The request is answered with this status and description."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(f"{status} {description}")
        self.status = status
        self.description = description
        self.parameters = parameters


class OrderedError(RefusalError):
    """A refusal that a test asked for: the request was right."""


PARAMETERS: dict[str, dict[str, type]] = {
    "getMe": {},
    "deleteWebhook": {"drop_pending_updates": bool},
    "getUpdates": {"offset": int, "limit": int, "timeout": int, "allowed_updates": list},
    "setMyCommands": {"commands": list, "scope": dict, "language_code": str},
    "sendChatAction": {"chat_id": int, "action": str, "message_thread_id": int},
    "sendMessage": {
        "chat_id": int,
        "text": str,
        "parse_mode": str,
        "message_thread_id": int,
        "reply_parameters": dict,
        "link_preview_options": dict,
    },
}
"""The methods that there are, with the type of each parameter; any other is refused."""


async def read_parameters(method: str, request: web.Request) -> Json:
    """Return the parameters of a call, from the address, a form or JSON, each of its type.

    Raises:
        RefusalError: there is no such method or parameter, or a value is of another type.
    """
    if method not in PARAMETERS:
        raise RefusalError(404, "Not Found")
    return _typed(PARAMETERS[method], await _raw_parameters(request))


async def _raw_parameters(request: web.Request) -> dict[str, str]:
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        body = await request.json()
        given |= {k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items()}
    else:
        given |= dict(await request.post())
    return given


def _typed(types: dict[str, type], raw: dict[str, str]) -> Json:
    typed: Json = {}
    for name, text in raw.items():
        if name not in types:
            raise RefusalError(400, f"Bad Request: unknown parameter {name}")
        wanted = types[name]
        try:
            value = text if wanted is str else json.loads(text)
        except ValueError:
            value = None
        if type(value) is not wanted:
            raise RefusalError(400, f"Bad Request: {name} must be of type {wanted.__name__}")
        typed[name] = value
    return typed


def raise_fault(fault: Fault) -> None:
    """Raise what makes the server answer with the fault."""
    if fault.status == 0:
        raise ConnectionAbortedError
    if fault.retry_after:
        text = f"Too Many Requests: retry after {fault.retry_after}"
        raise OrderedError(fault.status, text, retry_after=fault.retry_after)
    raise OrderedError(fault.status, "Internal Server Error")


def is_within_rates(sent: Sequence[Sent], chat: Chat, now: float) -> bool:
    """Return whether one more message may go to the chat.

    Telegram's published rates, 1 a second in a chat, 20 a minute in a group and 30 a second in
    all, less 5 % for the way there.
    """
    in_chat = [message.at for message in sent if message.chat_id == chat.id]
    return (
        sum(now - at < 0.95 for at in in_chat) < 1
        and (chat.type == "private" or sum(now - at < 57 for at in in_chat) < 20)
        and sum(now - message.at < 0.95 for message in sent) < 30
    )
