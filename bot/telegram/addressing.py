"""A Telegram message in, what it asks of the bot out; None where it is not for the bot.

In a private chat everything is for the bot. In a group only a command, a mention of the bot, or a
reply to one of its messages is.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType


class Wish(StrEnum):
    """What a reader wants of the bot."""

    START = "start"
    HELP = "help"
    ABOUT = "about"
    ASK = "ask"
    """An answer to `Request.question`."""
    HINT = "hint"
    """To be told how to ask: the bot was called without a question."""
    WORDS = "words"
    """To be told that the bot reads words only: a photo, a voice message, …"""


@dataclass(frozen=True, slots=True)
class Request:
    """What a message asks of the bot; `question` is set exactly when the wish is to ask."""

    wish: Wish
    question: str = ""


_COMMANDS = {wish.value: wish for wish in (Wish.START, Wish.HELP, Wish.ABOUT, Wish.ASK)}


def read_request(message: Message, me: User) -> Request | None:
    """Return what the message asks of the bot `me`; None where it is not for the bot."""
    if not _is_from_reader(message):
        return None
    if command := _leading_command(message):
        return _read_command(message, me, command)
    if message.chat.type == ChatType.PRIVATE:
        return _read_private(message, me)
    if _mentions(message, me):
        return _ask(_own_words(message, me) or _quoted_words(message, me))
    if _replies_to(message, me) and (words := _own_words(message, me)):
        return _ask(words)
    return None


def _is_from_reader(message: Message) -> bool:
    """Return whether a person wrote this here, for others to read here.

    Anonymous admins and those who speak as their channel are sent under a bot's name, with
    `sender_chat` set. What another bot wrote, also through a person (`via_bot`), must never set
    this one talking; and a channel's post that Telegram copies into its group is not addressed to
    anyone in the group, nor is a forwarded message.
    """
    if message.via_bot or message.is_automatic_forward:
        return False
    if message.forward_origin and message.chat.type != ChatType.PRIVATE:
        return False
    sender = message.from_user
    return message.sender_chat is not None or (sender is not None and not sender.is_bot)


def _leading_command(message: Message) -> str:
    """Return the command a message starts with, «/ask» or «/ask@name»; empty where it has none."""
    for entity, words in _entities(message).items():
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            return words
    return ""


def _read_command(message: Message, me: User, command: str) -> Request | None:
    name, _, addressee = command.removeprefix("/").partition("@")
    if addressee and addressee.casefold() != me.name.removeprefix("@").casefold():
        return None
    wish = _COMMANDS.get(name.casefold())
    if wish is Wish.ASK:
        return _ask(_own_words(message, me) or _quoted_words(message, me))
    if wish is None and not addressee and message.chat.type != ChatType.PRIVATE:
        return None  # one of the group's other bots will know it
    return Request(wish or Wish.HELP)


def _read_private(message: Message, me: User) -> Request | None:
    if _text(message):
        return _ask(_own_words(message, me))
    return Request(Wish.WORDS) if message.effective_attachment else None


def _ask(question: str) -> Request:
    return Request(Wish.ASK, question) if question else Request(Wish.HINT)


def _mentions(message: Message, me: User) -> bool:
    return any(_is_mention(entity, words, me) for entity, words in _entities(message).items())


def _is_mention(entity: MessageEntity, words: str, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return entity.type == MessageEntity.MENTION and words.casefold() == me.name.casefold()


def _replies_to(message: Message, me: User) -> bool:
    """Return whether the message replies to the bot.

    In a topic a message without an addressee carries a reply to the topic's first message, which
    is the bot's where the bot opened the topic.
    """
    target = message.reply_to_message
    if target is None or target.from_user is None or target.from_user.id != me.id:
        return False
    return not (message.is_topic_message and target.message_id == message.message_thread_id)


def _quoted_words(message: Message, me: User) -> str:
    """Return the words of the message replied to, or the part of it that was selected."""
    target = message.reply_to_message
    if target is None or _replies_to(message, me):
        return ""
    return message.quote.text if message.quote else _own_words(target, me)


def _own_words(message: Message, me: User) -> str:
    """Return what a message says, without the command it starts with and mentions of the bot."""
    words = _text(message).encode("utf-16-le")
    for entity, part in sorted(_entities(message).items(), key=lambda item: -item[0].offset):
        leads = entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0
        if leads or _is_mention(entity, part, me):
            end = entity.offset + entity.length  # offsets and lengths count UTF-16 units
            words = words[: 2 * entity.offset] + words[2 * end :]
    return re.sub(r"[ \t]+", " ", words.decode("utf-16-le")).strip(" \t\n,،:;؛")


def _text(message: Message) -> str:
    return message.text or message.caption or ""


def _entities(message: Message) -> dict[MessageEntity, str]:
    return message.parse_entities() if message.text else message.parse_caption_entities()
