"""The check says which bot the token belongs to, or what is wrong and what to do."""

import asyncio
from collections.abc import Callable

from pydantic import SecretStr

from bot.telegram.check import CheckLine, check_telegram
from tests.e2e.server import TOKEN, BotApiServer

NOWHERE = "http://127.0.0.1:9"


async def checked(token: str, url: Callable[[BotApiServer], str]) -> list[CheckLine]:
    async with BotApiServer() as server:
        return await asyncio.to_thread(check_telegram, SecretStr(token), url(server))


async def test_a_good_token() -> None:
    server, token = await checked(TOKEN, lambda server: server.url + "/")
    assert server.ok
    assert token.ok
    assert token.detail.startswith("@sanad_test_bot (Sanad); in groups sees only commands")


async def test_an_unknown_token() -> None:
    server, token = await checked("123:unknown", lambda server: server.url)
    assert server.ok
    assert not token.ok
    assert "@BotFather" in token.detail
    assert "unknown" not in token.detail


async def test_what_cannot_be_a_token() -> None:
    server, token = await checked("a token/../with spaces", lambda server: server.url)
    assert "not asked" in server.detail
    assert (token.subject, token.ok) == ("token", False)
    assert "@BotFather" in token.detail


async def test_no_server() -> None:
    server, token = await checked(TOKEN, lambda _: NOWHERE)
    assert not server.ok
    assert server.detail.startswith(f"{NOWHERE} fails: ")
    assert (token.subject, token.ok) == ("token", False)
    for line in (server, token):
        assert line.detail.endswith("then run: sanad check")
        assert TOKEN not in line.detail
