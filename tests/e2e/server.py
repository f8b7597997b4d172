"""A Bot API server for one bot: it speaks HTTP, keeps to Telegram's limits, and remembers all.

Whatever Telegram would refuse is refused with the same status, and noted in `refused`.
"""

import asyncio
import re
import time
from collections import defaultdict, deque
from typing import Any, Self

from aiohttp import web

from tests.e2e.html import CannotParseError, parse_html, parse_plain
from tests.e2e.protocol import (
    Fault,
    OrderedError,
    RefusalError,
    Sent,
    is_within_rates,
    raise_fault,
    read_parameters,
)
from tests.e2e.world import ME, Chat, Json, message

TOKEN = "7000000001:AAtest-Token_of-the-local-Bot-API-server"


class BotApiServer:
    """Serves one bot over HTTP while the block runs."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, Json]] = []
        self.refused: list[str] = []
        self.menus: dict[str, list[str]] = {}
        self.floods = 0
        self._chats: dict[int, Chat] = {}
        self._messages: dict[int, dict[int, Json]] = defaultdict(dict)
        self._updates: deque[Json] = deque()
        self._last_update = 500
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._changed = asyncio.Condition()
        self._poll = 0
        self._runner: web.AppRunner | None = None
        self.url = ""
        self.token = TOKEN

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    # What people do

    async def say(self, chat: Chat, text: str = "", **fields: Any) -> Json:
        """Write a message into a chat; the bot gets it as an update. Return the message."""
        written = message(chat, text, **fields)
        self._chats[chat.id] = chat
        self._messages[chat.id][written["message_id"]] = written
        self._last_update += 1
        async with self._changed:
            self._updates.append({"update_id": self._last_update, "message": written})
            self._changed.notify_all()
        return written

    def bot_message(self, sent: Sent) -> Json:
        """Return a message of the bot, to reply to."""
        return self._messages[sent.chat_id][sent.message_id]

    # What tests look at and break

    async def answers(self, question: Json, count: int = 1, within: float = 20) -> list[Sent]:
        """Return the messages sent as replies to a question, once there are `count`."""
        await self.until(lambda: len(self._replies(question)) >= count, within)
        return self._replies(question)

    async def answer(self, question: Json, within: float = 20) -> Sent:
        """Return the one message sent as a reply to a question."""
        (sent,) = await self.answers(question, 1, within)
        return sent

    async def until(self, condition: Any, within: float = 20) -> None:
        """Return once `condition()` holds.

        Raises:
            TimeoutError: it did not come to hold in time.
        """
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(condition)

    def fail(self, method: str, *faults: Fault) -> None:
        """Answer the next calls of a method with these faults, one each."""
        self._faults[method].extend(faults)

    def called(self, method: str) -> list[Json]:
        """Return the parameters of each call of a method."""
        return [parameters for name, parameters in self.calls if name == method]

    def _replies(self, question: Json) -> list[Sent]:
        where = (question["chat"]["id"], question["message_id"])
        return [sent for sent in self.sent if (sent.chat_id, sent.reply_to) == where]

    # The protocol

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            result = await self._call(request, method)
        except RefusalError as refusal:
            if not isinstance(refusal, OrderedError):
                self.refused.append(f"{method}: {refusal}")
            body = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            response = web.json_response(body, status=refusal.status)
        except ConnectionAbortedError:
            if request.transport:
                request.transport.abort()
            response = web.json_response({})
        else:
            response = web.json_response({"ok": True, "result": result})
        async with self._changed:
            self._changed.notify_all()
        return response

    async def _call(self, request: web.Request, method: str) -> Any:
        if request.match_info["token"] != self.token:
            raise RefusalError(401, "Unauthorized")
        parameters = await read_parameters(method, request)
        self.calls.append((method, parameters))
        fault = self._faults[method].popleft() if self._faults[method] else None
        if fault and not fault.silent:
            raise_fault(fault)
        result = await self._perform(method, parameters)
        if fault:
            await asyncio.sleep(60)
        return result

    async def _perform(self, method: str, parameters: Json) -> Any:
        match method:
            case "getMe":
                return ME
            case "getUpdates":
                return await self._get_updates(**parameters)
            case "sendMessage":
                return self._send_message(**parameters)
            case "sendChatAction":
                return self._send_chat_action(**parameters)
            case "setMyCommands":
                return self._set_my_commands(**parameters)
            case _:
                return True

    async def _get_updates(
        self,
        offset: int = 0,
        limit: int = 100,
        timeout: int = 0,  # noqa: ASYNC109 -- Telegram's name
        allowed_updates: list[str] | None = None,
    ) -> list[Json]:
        """Return the updates from `offset` on, and forget those before it, as Telegram does.

        A second poller ends the first one's call with a 409.
        """
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        self._poll += 1
        this_poll = self._poll
        async with self._changed:
            self._changed.notify_all()
            try:
                async with asyncio.timeout(timeout):
                    await self._changed.wait_for(lambda: self._updates or self._poll != this_poll)
            except TimeoutError:
                return []
        if self._poll != this_poll:
            raise RefusalError(409, "Conflict: terminated by other getUpdates request")
        if allowed_updates and "message" not in allowed_updates:
            return []
        return list(self._updates)[:limit]

    def _send_message(
        self,
        chat_id: int,
        text: str,
        parse_mode: str = "",
        message_thread_id: int | None = None,
        reply_parameters: Json | None = None,
        link_preview_options: Json | None = None,
    ) -> Json:
        chat = self._chat(chat_id, message_thread_id)
        reply_to = self._reply_target(chat, reply_parameters or {})
        if parse_mode not in {"", "HTML"}:
            raise RefusalError(400, "Bad Request: unsupported parse_mode")
        try:
            parsed = parse_html(text) if parse_mode else parse_plain(text)
        except CannotParseError as error:
            raise RefusalError(400, f"Bad Request: {error}") from None
        self._control_flood(chat)
        written = message(chat, parsed.text, sender=ME, topic=message_thread_id)
        self._messages[chat.id][written["message_id"]] = written
        self.sent.append(
            Sent(
                written["message_id"],
                chat.id,
                message_thread_id,
                reply_to,
                text,
                parsed,
                time.monotonic(),
            )
        )
        return written

    def _send_chat_action(
        self, chat_id: int, action: str, message_thread_id: int | None = None
    ) -> bool:
        self._chat(chat_id, message_thread_id)
        if action != "typing":
            raise RefusalError(400, "Bad Request: wrong parameter action in request")
        return True

    def _set_my_commands(
        self, commands: list[Json], scope: Json | None = None, language_code: str = ""
    ) -> bool:
        for entry in commands:
            named = re.fullmatch(r"[a-z0-9_]{1,32}", entry["command"])
            if not named or not 1 <= len(entry["description"]) <= 256:
                raise RefusalError(400, "Bad Request: BOT_COMMAND_INVALID")
        self.menus[language_code] = [entry["command"] for entry in commands]
        return True

    def _chat(self, chat_id: int, topic: int | None) -> Chat:
        if chat_id not in self._chats:
            raise RefusalError(400, "Bad Request: chat not found")
        chat = self._chats[chat_id]
        if topic is not None and topic not in chat.topics:  # 1, General, is never among them
            raise RefusalError(400, "Bad Request: message thread not found")
        return chat

    def _reply_target(self, chat: Chat, reply: Json) -> int | None:
        if not reply:
            return None
        if not isinstance(reply.get("message_id"), int):
            raise RefusalError(400, "Bad Request: message identifier is not specified")
        if reply["message_id"] in self._messages[chat.id]:
            return int(reply["message_id"])
        if reply.get("allow_sending_without_reply") is True:
            return None
        raise RefusalError(400, "Bad Request: message to be replied not found")

    def _control_flood(self, chat: Chat) -> None:
        if not is_within_rates(self.sent, chat, time.monotonic()):
            self.floods += 1
            raise RefusalError(429, "Too Many Requests: retry after 1", retry_after=1)
