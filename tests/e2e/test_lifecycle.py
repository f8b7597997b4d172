"""How the bot starts, stops, and goes over to a rebuilt index."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.bot_process import running_bot, start_bot
from tests.e2e.collection import FERRY_QUESTION, TUNNEL, TUNNEL_QUESTION, Collection
from tests.e2e.protocol import Fault
from tests.e2e.server import BotApiServer
from tests.e2e.world import Chat

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.usefixtures("bot")
async def test_a_rebuilt_index_is_taken_up_and_no_question_is_lost(
    telegram: BotApiServer, collection: Collection, chats: Iterator[Chat]
) -> None:
    before = await telegram.answer(await telegram.say(next(chats), TUNNEL_QUESTION))
    assert "6.2" not in before.text
    collection.add(TUNNEL)
    building = asyncio.create_task(collection.build())
    while not building.done():
        asked = [await telegram.say(next(chats), FERRY_QUESTION) for _ in range(2)]
        for question in asked:
            assert "14 March" in (await telegram.answer(question)).text
        await asyncio.sleep(1)  # leaves the build a core
    await building
    after = await telegram.answer(await telegram.say(next(chats), TUNNEL_QUESTION))
    assert "6.2" in after.text


async def test_sigterm_lets_the_answer_in_hand_finish(
    collection: Collection, chat: Chat, tmp_path: Path
) -> None:
    async with BotApiServer() as telegram:
        log = tmp_path / "bot.log"
        async with running_bot(telegram, log=log, index=collection.index) as bot:
            telegram.fail("sendMessage", Fault(429, retry_after=2))
            question = await telegram.say(chat, FERRY_QUESTION)
            await telegram.until(lambda: telegram.called("sendMessage"))
            bot.terminate()
            assert "14 March" in (await telegram.answer(question)).text
            assert await bot.exit_status() == 0
        assert "Traceback" not in log.read_text()


async def test_an_unknown_token_is_one_line_and_status_1(
    collection: Collection, tmp_path: Path
) -> None:
    async with BotApiServer() as telegram:
        log = tmp_path / "bot.log"
        token = "7000000001:not-the-token"
        bot = await start_bot(telegram.url, log=log, index=collection.index, token=token)
        assert await bot.exit_status(within=60) == 1
    output = log.read_text()
    assert "SANAD_TELEGRAM_TOKEN" in output
    assert "Traceback" not in output
    assert "not-the-token" not in output
