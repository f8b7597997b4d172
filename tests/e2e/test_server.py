"""The Bot API server of the tests refuses what Telegram refuses."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession

from tests.e2e.protocol import Fault
from tests.e2e.server import TOKEN, BotApiServer
from tests.e2e.world import ME, Chat

READER = Chat(1, "private")
FORUM = Chat(-3, "supergroup", topics=frozenset({7}))


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


async def call(server: BotApiServer, method: str, *, token: str = TOKEN, **body: Any) -> Any:
    async with (
        ClientSession() as session,
        session.post(f"{server.url}/bot{token}/{method}", json=body) as response,
    ):
        answer = await response.json()
        assert answer["ok"] == (response.status == 200)
        return answer["result"] if answer["ok"] else (response.status, answer["description"])


async def test_knows_the_bot_by_its_token_only(server: BotApiServer) -> None:
    assert await call(server, "getMe") == ME
    assert await call(server, "getMe", token="1:x") == (401, "Unauthorized")
    assert await call(server, "getMee") == (404, "Not Found")


@pytest.mark.parametrize(
    ("body", "description"),
    [
        ({"chat_id": "one", "text": "a"}, "chat_id must be of type int"),
        ({"chat_id": 1, "text": "a", "parsemode": "HTML"}, "unknown parameter parsemode"),
        ({"chat_id": 2, "text": "a"}, "chat not found"),
        ({"chat_id": 1, "text": " "}, "message text is empty"),
        ({"chat_id": 1, "text": "a" * 4097}, "message is too long"),
        ({"chat_id": 1, "text": "a & b", "parse_mode": "HTML"}, "can't parse entities"),
        ({"chat_id": 1, "text": "a", "message_thread_id": 7}, "message thread not found"),
        ({"chat_id": -3, "text": "a", "message_thread_id": 1}, "message thread not found"),
        ({"chat_id": 1, "text": "a", "reply_parameters": {"message_id": 5}}, "to be replied"),
    ],
)
async def test_refuses_messages(server: BotApiServer, body: Any, description: str) -> None:
    await server.say(READER, "q")
    await server.say(FORUM, "q", topic=7)
    status, text = await call(server, "sendMessage", **body)
    assert status == 400
    assert description in text
    assert server.sent == []
    assert len(server.refused) == 1


async def test_takes_messages(server: BotApiServer) -> None:
    question = await server.say(FORUM, "q", topic=7)
    reply = {"message_id": question["message_id"]}
    written = await call(
        server,
        "sendMessage",
        chat_id=-3,
        message_thread_id=7,
        text="<b>a</b>",
        parse_mode="HTML",
        reply_parameters=reply,
    )
    assert (written["text"], written["from"]) == ("a", ME)
    sent = await server.answer(question)
    assert (sent.text, sent.topic) == ("a", 7)


async def test_a_missing_reply_target_may_be_allowed(server: BotApiServer) -> None:
    await server.say(READER, "q")
    reply = {"message_id": 5, "allow_sending_without_reply": True}
    await call(server, "sendMessage", chat_id=1, text="a", reply_parameters=reply)
    assert server.sent[0].reply_to is None


async def test_floods_are_refused(server: BotApiServer) -> None:
    await server.say(READER, "q")
    await call(server, "sendMessage", chat_id=1, text="a")
    assert await call(server, "sendMessage", chat_id=1, text="b") == (
        429,
        "Too Many Requests: retry after 1",
    )
    assert server.floods == 1


async def test_updates_stay_until_the_offset_has_passed_them(server: BotApiServer) -> None:
    for text in "ab":
        await server.say(READER, text)
    first, second = await call(server, "getUpdates")
    assert [first["message"]["text"], second["message"]["text"]] == ["a", "b"]
    assert await call(server, "getUpdates", limit=1) == [first]
    assert await call(server, "getUpdates", offset=second["update_id"]) == [second]
    assert await call(server, "getUpdates", offset=second["update_id"] + 1) == []


async def test_a_long_poll_returns_with_the_first_update(server: BotApiServer) -> None:
    polling = asyncio.create_task(call(server, "getUpdates", timeout=10))
    await server.until(lambda: server.called("getUpdates"))
    await server.say(READER, "a")
    (update,) = await polling
    assert update["message"]["text"] == "a"


async def test_a_second_poller_ends_the_first_ones_poll(server: BotApiServer) -> None:
    first = asyncio.create_task(call(server, "getUpdates", timeout=10))
    await server.until(lambda: server.called("getUpdates"))
    assert await call(server, "getUpdates") == []
    status, text = await first
    assert (status, text[:8]) == (409, "Conflict")


async def test_faults_come_once_each_and_in_order(server: BotApiServer) -> None:
    server.fail("getMe", Fault(429, retry_after=3), Fault(502), Fault(0))
    assert await call(server, "getMe") == (429, "Too Many Requests: retry after 3")
    assert await call(server, "getMe") == (502, "Internal Server Error")
    with pytest.raises(ClientConnectionError):
        await call(server, "getMe")
    assert await call(server, "getMe") == ME
    assert server.refused == []


async def test_commands_are_checked(server: BotApiServer) -> None:
    command = {"command": "ask", "description": "Ask"}
    assert await call(server, "setMyCommands", commands=[command], language_code="ar") is True
    assert server.menus == {"ar": ["ask"]}
    status, _ = await call(server, "setMyCommands", commands=[command | {"command": "Ask me"}])
    assert status == 400
