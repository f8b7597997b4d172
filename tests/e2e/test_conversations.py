"""What readers and groups see of the bot, over HTTP, with the real index behind it."""

from collections.abc import Iterator

import pytest

from bot import texts
from tests.e2e.bot_process import BotProcess
from tests.e2e.collection import FERRY_QUESTION, ORCHARD_QUESTION, Collection
from tests.e2e.protocol import Fault, Sent
from tests.e2e.server import BotApiServer
from tests.e2e.world import ME, OTHER_BOT, Chat, reader

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot")]


def quotes(sent: Sent, collection: Collection) -> list[str]:
    """Return the quotes of an answer, each of which must stand in an article as it is."""
    found = [part.lstrip("\u200e\u200f") for part in sent.parsed.parts("blockquote")]
    assert all(any(quote in text for text in collection.texts()) for quote in found)
    return found


async def test_a_question_in_english(
    telegram: BotApiServer, collection: Collection, chat: Chat
) -> None:
    question = await telegram.say(chat, FERRY_QUESTION)
    sent = await telegram.answer(question)
    assert any("14 March" in quote for quote in quotes(sent, collection))
    assert "[1] Marjan ferry resumes night crossings\n" in sent.text
    assert "\u2066Salwa Gazette\u2069, 4 March 2025" in sent.text
    assert any("marjan-ferry?edition=1#story:~:text=The%20" in link for link in sent.parsed.links)
    assert any(call["chat_id"] == chat.id for call in telegram.called("sendChatAction"))


async def test_a_question_in_arabic(
    telegram: BotApiServer, collection: Collection, chat: Chat
) -> None:
    sent = await telegram.answer(await telegram.say(chat, ORCHARD_QUESTION))
    assert any("412" in quote for quote in quotes(sent, collection))
    assert "\u2067صحيفة الريم\u2069، 2 أبريل/\u2060نيسان 2025" in sent.text
    assert any("example.org/%D8%A3%D8%AE" in link for link in sent.parsed.links)


@pytest.mark.parametrize(
    "question",
    ["what is US policy on normalization with Assad", "ما موقف واشنطن من التطبيع مع الأسد؟"],
)
async def test_the_question_of_the_readme(
    telegram: BotApiServer, collection: Collection, chat: Chat, question: str
) -> None:
    sent = await telegram.answer(await telegram.say(chat, question))
    assert quotes(sent, collection)
    assert "[1]" in sent.text


@pytest.mark.parametrize("words", ["Hello, how are you?", "شكراً جزيلاً"])
async def test_small_talk_gets_a_reply_without_quotes(
    telegram: BotApiServer, chat: Chat, words: str
) -> None:
    sent = await telegram.answer(await telegram.say(chat, words))
    assert sent.parsed.parts("blockquote") == []


@pytest.mark.parametrize("language", ["ar", "en"])
async def test_commands_speak_the_readers_language(
    telegram: BotApiServer, chat: Chat, language: str
) -> None:
    async def told(command: str) -> str:
        written = await telegram.say(chat, command, sender=reader(chat.id, language))
        return (await telegram.answer(written)).text

    arabic = language == "ar"
    assert (texts.START["ar"] if arabic else texts.START["en"]) in await told("/start")
    assert ("في مجموعة" if arabic else "In a group") in await told("/help")
    assert ("بعد الأمر" if arabic else "after the command") in await told("/ask")
    about = await told("/about")
    assert ("بالعربية: " if arabic else "in Arabic: ") in about
    assert "Salwa Gazette" in about
    assert "2011" in about


async def test_the_menu_is_there_in_both_languages(telegram: BotApiServer) -> None:
    await telegram.until(lambda: len(telegram.menus) == 2)
    commands = ["ask", "about", "help"]
    assert telegram.menus == {"": commands, "ar": commands}


async def test_what_is_not_text_is_declined(telegram: BotApiServer, chat: Chat) -> None:
    voice = {"file_id": "f", "file_unique_id": "u", "duration": 3}
    sent = await telegram.answer(await telegram.say(chat, voice=voice))
    assert sent.text == texts.TEXT_ONLY["en"]


async def test_in_a_group_only_what_is_addressed_is_answered(
    telegram: BotApiServer, group: Chat
) -> None:
    ignored = [
        await telegram.say(group, FERRY_QUESTION),
        await telegram.say(group, f"/ask@weather_bot {FERRY_QUESTION}"),
        await telegram.say(group, f"@weather_bot {FERRY_QUESTION}"),
        await telegram.say(group, f"@{ME['username']} hello", sender=OTHER_BOT),
    ]
    command = await telegram.answer(await telegram.say(group, f"/ask {FERRY_QUESTION}"))
    named = await telegram.say(group, f"/ask@{ME['username']} {ORCHARD_QUESTION}")
    mention = await telegram.say(group, f"@{ME['username']} {FERRY_QUESTION}")
    reply = await telegram.say(group, ORCHARD_QUESTION, reply_to=telegram.bot_message(command))
    assert "412" in (await telegram.answer(named)).text
    assert "14 March" in (await telegram.answer(mention)).text
    assert "412" in (await telegram.answer(reply)).text
    answered = {sent.reply_to for sent in telegram.sent if sent.chat_id == group.id}
    assert answered.isdisjoint(message["message_id"] for message in ignored)


async def test_ask_in_reply_to_a_message_asks_that_message(
    telegram: BotApiServer, group: Chat
) -> None:
    theirs = await telegram.say(group, FERRY_QUESTION)
    sent = await telegram.answer(await telegram.say(group, "/ask", reply_to=theirs))
    assert "14 March" in sent.text


async def test_an_answer_stays_in_its_topic(telegram: BotApiServer, forum: Chat) -> None:
    in_topic = await telegram.say(forum, f"/ask {FERRY_QUESTION}", topic=7)
    in_general = await telegram.say(forum, f"/ask {ORCHARD_QUESTION}")
    assert (await telegram.answer(in_topic)).topic == 7
    assert (await telegram.answer(in_general)).topic is None


async def test_many_chats_are_served_at_once(telegram: BotApiServer, chats: Iterator[Chat]) -> None:
    asked = [
        await telegram.say(next(chats), question)
        for question in [FERRY_QUESTION, ORCHARD_QUESTION] * 5
    ]
    for question in asked:
        expected = "14 March" if question["text"] == FERRY_QUESTION else "412"
        assert expected in (await telegram.answer(question)).text
    assert telegram.floods == 0


async def test_a_429_is_waited_out(telegram: BotApiServer, chat: Chat) -> None:
    telegram.fail("sendMessage", Fault(429, retry_after=2))
    question = await telegram.say(chat, FERRY_QUESTION)
    assert "14 March" in (await telegram.answer(question)).text
    assert len(await telegram.answers(question)) == 1


@pytest.mark.parametrize("fault", [Fault(500), Fault(0), Fault(429, retry_after=60)])
async def test_a_failing_chat_action_costs_nothing(
    telegram: BotApiServer, chat: Chat, fault: Fault
) -> None:
    telegram.fail("sendChatAction", fault)
    question = await telegram.say(chat, FERRY_QUESTION)
    assert "14 March" in (await telegram.answer(question, within=10)).text


async def test_neither_token_nor_questions_are_logged(
    telegram: BotApiServer, bot: BotProcess, chat: Chat
) -> None:
    await telegram.answer(await telegram.say(chat, FERRY_QUESTION))
    log = bot.log.read_text()
    assert "(en, confidence" in log
    assert telegram.token.partition(":")[2] not in log
    assert FERRY_QUESTION not in log
    assert ORCHARD_QUESTION not in log
