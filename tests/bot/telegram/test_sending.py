"""Messages keep Telegram's pace, stay together, and come once, whatever happens on the way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Message
from telegram.error import BadRequest, TimedOut
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.telegram import sending
from bot.telegram.sending import MessagePacer, Outbox, topic_of
from tests.e2e.protocol import Fault
from tests.e2e.server import TOKEN, BotApiServer
from tests.e2e.world import Chat, Json

READER = Chat(1, "private")
FORUM = Chat(-3, "supergroup", topics=frozenset({7}))


@asynccontextmanager
async def outbox_at(server: BotApiServer) -> AsyncIterator[Outbox]:
    bot = ExtBot(
        TOKEN,
        base_url=f"{server.url}/bot",
        request=HTTPXRequest(read_timeout=0.5),
        rate_limiter=MessagePacer(),
    )
    async with bot:
        yield Outbox(bot)


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


def read(written: Json) -> Message:
    return Message.de_json(written, None)


async def test_the_first_message_replies_in_the_topic_and_the_others_follow(
    server: BotApiServer,
) -> None:
    question = await server.say(FORUM, "q", topic=7)
    async with outbox_at(server) as outbox:
        await outbox.reply(read(question), ["a", "b"])
    assert [sent.text for sent in server.sent] == ["a", "b"]
    assert [sent.topic for sent in server.sent] == [7, 7]
    assert [sent.reply_to for sent in server.sent] == [question["message_id"], None]
    assert server.sent[1].at - server.sent[0].at >= 1.0


async def test_answers_in_one_chat_are_not_mixed_and_other_chats_do_not_wait(
    server: BotApiServer,
) -> None:
    here = [read(await server.say(READER, text)) for text in "12"]
    there = read(await server.say(Chat(2, "private"), "3"))
    async with outbox_at(server) as outbox:
        await asyncio.gather(
            outbox.reply(here[0], ["1a", "1b"]),
            outbox.reply(here[1], ["2a"]),
            outbox.reply(there, ["3a"]),
        )
    assert [sent.text for sent in server.sent if sent.chat_id == 1] == ["1a", "1b", "2a"]
    assert "3a" in [sent.text for sent in server.sent[:2]]
    assert server.floods == 0


async def test_many_chats_at_once_keep_within_30_a_second(server: BotApiServer) -> None:
    questions = [read(await server.say(Chat(number, "private"), "q")) for number in range(1, 46)]
    async with outbox_at(server) as outbox:
        await asyncio.gather(*(outbox.reply(question, ["a"]) for question in questions))
    assert len(server.sent) == 45
    assert server.floods == 0


@pytest.mark.parametrize("fault", [Fault(429, retry_after=1), Fault(502), Fault(0)])
async def test_what_did_not_arrive_is_sent_again(server: BotApiServer, fault: Fault) -> None:
    question = await server.say(READER, "q")
    server.fail("sendMessage", fault)
    async with outbox_at(server) as outbox:
        await outbox.reply(read(question), ["a"])
    assert [sent.text for sent in server.sent] == ["a"]


async def test_what_may_have_arrived_is_not_sent_again(server: BotApiServer) -> None:
    question = await server.say(READER, "q")
    server.fail("sendMessage", Fault(silent=True))
    async with outbox_at(server) as outbox:
        with pytest.raises(TimedOut):
            await outbox.reply(read(question), ["a"])
    assert [sent.text for sent in server.sent] == ["a"]


async def test_what_telegram_refuses_is_not_sent_again(server: BotApiServer) -> None:
    question = await server.say(READER, "q")
    async with outbox_at(server) as outbox:
        with pytest.raises(BadRequest):
            await outbox.reply(read(question), [" "])
    assert len(server.called("sendMessage")) == 1


async def test_a_question_that_was_deleted_is_answered_all_the_same(server: BotApiServer) -> None:
    question = await server.say(READER, "q") | {"message_id": 1}
    async with outbox_at(server) as outbox:
        await outbox.reply(read(question), ["a"])
    assert [(sent.text, sent.reply_to) for sent in server.sent] == [("a", None)]


async def test_typing_shows_again_and_again_and_its_failures_cost_nothing(
    server: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_TYPING_SHOWS_FOR", 0.1)
    question = await server.say(FORUM, "q", topic=7)
    server.fail("sendChatAction", Fault(500), Fault(429, retry_after=9), Fault(0))
    async with outbox_at(server) as outbox:
        async with outbox.typing(read(question)):
            await server.until(lambda: len(server.called("sendChatAction")) >= 5, within=5)
        shown = len(server.called("sendChatAction"))
        await asyncio.sleep(0.3)
    assert len(server.called("sendChatAction")) == shown
    assert {call["message_thread_id"] for call in server.called("sendChatAction")} == {7}


async def test_topics(server: BotApiServer) -> None:
    in_topic = await server.say(FORUM, "q", topic=7)
    assert topic_of(read(in_topic)) == 7
    assert topic_of(read(in_topic | {"message_thread_id": 1})) is None
    assert topic_of(read(in_topic | {"is_topic_message": False})) is None
