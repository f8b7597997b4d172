"""The bot in one process with a library made for the test: what happens when things go wrong.

The whole way with a real index is tested in `tests/e2e`.
"""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Never

import pytest
from pydantic import SecretStr

from bot import texts
from bot.answering.answer import Answer, Reason, Status
from bot.errors import TokenRefusedError
from bot.service import AnswerService
from bot.telegram import application, handlers
from bot.telegram.application import serve
from corpus.article import Language
from index.errors import NoIndexError
from tests.e2e.protocol import Fault
from tests.e2e.server import TOKEN, BotApiServer
from tests.e2e.world import Chat, reader

READER = Chat(1, "private")


class Library:
    """Finds nothing, as soon as it may; fails where the question says so."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.may_answer.set()

    def answer(self, question: str, *, language: Language) -> Answer:
        self.may_answer.wait(timeout=10)
        if "broken" in question:
            raise ValueError(f"cannot encode {question!r}")
        if "missing" in question:
            raise NoIndexError("There is no index in x; run: sanad-index build")
        return Answer(question, "en", Status.NOT_FOUND, 0, "Nothing.", reason=Reason.NO_EVIDENCE)

    def coverage(self) -> Never:
        raise NoIndexError("There is no index in x; run: sanad-index build")


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture
def library() -> Library:
    return Library()


def start(server: BotApiServer, library: Library, *, max_waiting: int = 9) -> asyncio.Task[None]:
    service = AnswerService(library, max_waiting=max_waiting)
    return asyncio.create_task(serve(service, SecretStr(TOKEN), server.url))


@asynccontextmanager
async def serving(server: BotApiServer, library: Library, **limits: int) -> AsyncIterator[None]:
    """Run the bot until the block ends, then stop it as Ctrl-C does."""
    bot = start(server, library, **limits)
    try:
        await server.until(lambda: server.called("getUpdates"))
        yield
    finally:
        library.may_answer.set()
        if not bot.done():
            os.kill(os.getpid(), signal.SIGINT)
        await bot


async def test_too_many_questions_are_turned_away_politely(
    server: BotApiServer, library: Library
) -> None:
    library.may_answer.clear()
    async with serving(server, library, max_waiting=1):
        taken = [await server.say(Chat(number, "private"), "Who?") for number in (1, 2)]
        await server.until(lambda: len(server.called("sendChatAction")) == 2)
        english = await server.say(Chat(3, "private"), "Who?")
        arabic = await server.say(Chat(4, "private"), "من؟")
        assert (await server.answer(english)).text == texts.BUSY["en"]
        assert (await server.answer(arabic)).text == texts.BUSY["ar"]
        library.may_answer.set()
        for question in taken:
            assert (await server.answer(question)).text == "Nothing."


async def test_one_chat_cannot_take_up_every_place(
    server: BotApiServer,
    library: Library,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handlers, "_IN_HAND_PER_CHAT", 1)
    library.may_answer.clear()
    async with serving(server, library):
        taken, turned_away, left = [await server.say(READER, "Who?") for _ in range(3)]
        other = await server.say(Chat(2, "private"), "Who?")
        assert (await server.answer(turned_away)).text == texts.BUSY["en"]
        library.may_answer.set()
        assert (await server.answer(taken)).text == "Nothing."
        assert (await server.answer(other)).text == "Nothing."
    assert left["message_id"] not in {sent.reply_to for sent in server.sent}
    assert "left unanswered" in caplog.text


@pytest.mark.parametrize("word", ["broken", "missing"])
async def test_an_error_reaches_the_log_and_an_apology_the_reader(
    server: BotApiServer, library: Library, caplog: pytest.LogCaptureFixture, word: str
) -> None:
    async with serving(server, library):
        apology = await server.answer(await server.say(READER, f"my {word} secret"))
        assert apology.text == texts.APOLOGY["en"]
        arabic = await server.answer(await server.say(Chat(2, "private"), f"سؤال عن {word} هنا"))
        assert arabic.text == texts.APOLOGY["ar"]
    assert {"broken": "ValueError", "missing": "NoIndexError"}[word] in caplog.text
    assert "Traceback" in caplog.text
    assert "secret" not in caplog.text
    assert "سؤال" not in caplog.text


async def test_about_without_an_index_apologises_in_telegrams_language(
    server: BotApiServer, library: Library
) -> None:
    async with serving(server, library):
        question = await server.say(READER, "/about", sender=reader(1, "ar-SA"))
        assert (await server.answer(question)).text == texts.APOLOGY["ar"]


async def test_a_menu_that_cannot_be_set_costs_nothing(
    server: BotApiServer, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("setMyCommands", Fault(500))
    async with serving(server, library):
        assert (await server.answer(await server.say(READER, "Who?"))).text == "Nothing."
    assert "menu of commands could not be set" in caplog.text


async def test_waits_for_a_server_that_is_away_and_returns(
    server: BotApiServer, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("getMe", Fault(502))
    server.fail("getUpdates", Fault(0))
    question = await server.say(READER, "Who?")
    async with serving(server, library):
        assert (await server.answer(question)).text == "Nothing."
    assert "cannot be reached" in caplog.text


async def test_a_signal_ends_the_wait_for_a_server(server: BotApiServer, library: Library) -> None:
    server.fail("getMe", *[Fault(502)] * 9)
    bot = start(server, library)
    await server.until(lambda: server.called("getMe"))
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(2):
        await bot


async def test_an_unknown_token_is_one_clear_error(server: BotApiServer, library: Library) -> None:
    server.token = "1:another"
    with pytest.raises(TokenRefusedError, match="SANAD_TELEGRAM_TOKEN") as refused:
        await start(server, library)
    assert TOKEN not in str(refused.value)
    assert refused.value.__suppress_context__


async def test_a_token_that_is_revoked_ends_the_bot(server: BotApiServer, library: Library) -> None:
    bot = start(server, library)
    await server.until(lambda: server.called("getUpdates"))
    server.token = "1:another"
    await server.say(READER, "Who?")  # ends the poll that is on its way
    async with asyncio.timeout(10):
        with pytest.raises(TokenRefusedError):
            await bot


async def test_a_second_bot_with_the_token_is_reported(
    server: BotApiServer, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("getUpdates", Fault(409))
    async with serving(server, library):
        assert (await server.answer(await server.say(READER, "Who?"))).text == "Nothing."
    assert "Another process fetches messages with the same token" in caplog.text


async def test_answers_that_take_too_long_at_the_end_are_given_up(
    server: BotApiServer,
    library: Library,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(application, "_GRACE", 0.1)
    library.may_answer.clear()
    bot = start(server, library)
    await server.until(lambda: server.called("getUpdates"))
    await server.say(READER, "Who?")
    await server.until(lambda: server.called("sendChatAction"))
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0.3)
    library.may_answer.set()
    await bot
    assert "given up" in caplog.text
    assert server.sent == []
