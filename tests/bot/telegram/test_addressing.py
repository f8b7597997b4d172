"""The bot takes as its own what is addressed to it, and nothing else."""

from typing import Any

import pytest
from telegram import Message, User

from bot.telegram.addressing import Request, Wish, read_request
from tests.e2e.world import ANONYMOUS_ADMIN, ME, OTHER_BOT, Chat, Json, message, reader

PRIVATE = Chat(1, "private")
GROUP = Chat(-2, "group")
FORUM = Chat(-3, "supergroup", topics=frozenset({7}))
BOT = User.de_json(ME, None)
CHANNEL: Json = {"id": -9, "type": "channel", "title": "News"}
FORWARDED: Json = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1_700_000_000}


def read(chat: Chat, text: str = "", **fields: Any) -> Request | None:
    return read_request(Message.de_json(message(chat, text, **fields), None), BOT)


def ask(question: str) -> Request:
    return Request(Wish.ASK, question)


@pytest.mark.parametrize(
    "text", ["Who won?", "من فاز؟", "@sanad_test_bot Who won?", "/ask Who won?"]
)
def test_in_private_all_text_is_a_question(text: str) -> None:
    assert read(PRIVATE, text) in {ask("Who won?"), ask("من فاز؟")}


def test_in_private_a_caption_is_a_question_and_a_picture_alone_is_not() -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    assert read(PRIVATE, caption="Who is this?", photo=photo) == ask("Who is this?")
    assert read(PRIVATE, photo=photo) == Request(Wish.WORDS)
    assert read(GROUP, photo=photo) is None


def test_in_private_what_nobody_wrote_is_ignored() -> None:
    assert read(PRIVATE, delete_chat_photo=True) is None


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("/start", Request(Wish.START)),
        ("/start deep-link", Request(Wish.START)),
        ("/help@sanad_test_bot", Request(Wish.HELP)),
        ("/about", Request(Wish.ABOUT)),
        ("/ask", Request(Wish.HINT)),
        ("/ask  Who won? ", ask("Who won?")),
        ("/ask@Sanad_Test_Bot من فاز؟", ask("من فاز؟")),
        ("/ask@other_bot Who won?", None),
        ("/unknown@sanad_test_bot", Request(Wish.HELP)),
    ],
)
def test_commands(chat: Chat, text: str, request_: Request | None) -> None:
    assert read(chat, text) == request_


def test_an_unknown_command_gets_help_in_private_and_silence_in_a_group() -> None:
    assert read(PRIVATE, "/weather") == Request(Wish.HELP)
    assert read(GROUP, "/weather") is None


@pytest.mark.parametrize(
    "text",
    ["Who won?", "mail me at me@sanad_test_bot.org", "@sanad_test_bots who?", "see /ask for more"],
)
def test_in_a_group_what_is_not_addressed_is_ignored(text: str) -> None:
    assert read(GROUP, text) is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("@sanad_test_bot Who won?", "Who won?"),
        ("@SANAD_TEST_BOT, who won?", "who won?"),
        ("Who won, @sanad_test_bot ?", "Who won, ?"),
        ("😀😀 من فاز @sanad_test_bot", "😀😀 من فاز"),
    ],
)
def test_in_a_group_a_mention_addresses_the_bot(text: str, question: str) -> None:
    assert read(GROUP, text) == ask(question)


def test_a_mention_without_words_asks_what_it_replies_to() -> None:
    theirs = message(GROUP, "Who won?")
    assert read(GROUP, "@sanad_test_bot", reply_to=theirs) == ask("Who won?")
    assert read(GROUP, "@sanad_test_bot") == Request(Wish.HINT)


def test_a_mention_by_name_addresses_the_bot() -> None:
    entity = {"type": "text_mention", "offset": 0, "length": 5, "user": ME}
    written = message(GROUP, "Sanad who won?") | {"entities": [entity]}
    assert read_request(Message.de_json(written, None), BOT) == ask("who won?")


def test_a_reply_to_the_bot_is_a_question() -> None:
    mine = message(GROUP, "As of …", sender=ME)
    theirs = message(GROUP, "I think …")
    assert read(GROUP, "And before?", reply_to=mine) == ask("And before?")
    assert read(GROUP, "And before?", reply_to=theirs) is None


def test_the_first_message_of_a_topic_is_not_replied_to_by_every_other() -> None:
    opening = message(FORUM, sender=ME, topic=7) | {"message_id": 7}
    assert read(FORUM, "Hello all", topic=7, reply_to=opening) is None
    assert read(FORUM, "And before?", topic=7, reply_to=message(FORUM, "…", sender=ME)) is not None


def test_ask_in_reply_to_a_message_asks_that_message() -> None:
    theirs = message(GROUP, "I wonder who won. Do you?")
    assert read(GROUP, "/ask", reply_to=theirs) == ask("I wonder who won. Do you?")
    quote = {"text": "who won", "position": 9}
    assert read(GROUP, "/ask", reply_to=theirs, quote=quote) == ask("who won")
    assert read(GROUP, "/ask When?", reply_to=theirs) == ask("When?")


def test_ask_in_reply_to_the_bot_itself_is_not_a_question() -> None:
    assert read(GROUP, "/ask", reply_to=message(GROUP, "…", sender=ME)) == Request(Wish.HINT)


@pytest.mark.parametrize(
    "fields",
    [
        {"sender": OTHER_BOT},
        {"via_bot": OTHER_BOT},
        {"sender_chat": CHANNEL, "is_automatic_forward": True},
        {"forward_origin": FORWARDED},
    ],
)
def test_in_a_group_what_no_reader_wrote_there_is_ignored(fields: Json) -> None:
    assert read(GROUP, "@sanad_test_bot Who won?", **fields) is None


def test_anonymous_admins_and_channels_are_readers() -> None:
    group = GROUP.as_json()
    assert read(GROUP, "/ask Who?", sender=ANONYMOUS_ADMIN, sender_chat=group) == ask("Who?")
    assert read(GROUP, "/ask Who?", sender=OTHER_BOT, sender_chat=CHANNEL) == ask("Who?")


def test_a_forwarded_message_in_private_is_a_question() -> None:
    assert read(PRIVATE, "Who?", sender=reader(1), forward_origin=FORWARDED) == ask("Who?")
