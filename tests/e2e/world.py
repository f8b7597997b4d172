"""The chats and people of the tests, and the messages they write, as Telegram describes them."""

import itertools
import re
import time
from dataclasses import dataclass
from typing import Any, Literal

from tests.e2e.html import units

Json = dict[str, Any]

ME: Json = {
    "id": 7_000_000_001,
    "is_bot": True,
    "first_name": "Sanad",
    "username": "sanad_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
OTHER_BOT: Json = {"id": 7_000_000_002, "is_bot": True, "first_name": "Weather"}
ANONYMOUS_ADMIN: Json = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}

_COMMAND = re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,32}(@\w{3,32})?")
_MENTION = re.compile(r"(?<![\w@])@\w{3,32}")
_message_ids = itertools.count(100)


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that the bot is in; `topics` are the threads of a forum beside General."""

    id: int
    type: Literal["private", "group", "supergroup"]
    topics: frozenset[int] = frozenset()

    def as_json(self) -> Json:
        """Return the chat as a part of a message."""
        chat: Json = {"id": self.id, "type": self.type}
        if self.type == "private":
            return chat | {"first_name": f"Reader {self.id}"}
        return chat | {"title": f"Group {self.id}"} | ({"is_forum": True} if self.topics else {})


def reader(number: int, language: str = "en") -> Json:
    """Return a person whose Telegram speaks `language`."""
    return {
        "id": number,
        "is_bot": False,
        "first_name": f"Reader {number}",
        "language_code": language,
    }


def message(chat: Chat, text: str = "", *, sender: Json | None = None, **fields: Any) -> Json:
    """Return a message as an update carries it; `topic`, `reply_to` and `caption` may be given."""
    topic = fields.pop("topic", None)
    reply_to = fields.pop("reply_to", None)
    caption = fields.pop("caption", None)
    written: Json = {
        "message_id": next(_message_ids),
        "date": int(time.time()),
        "chat": chat.as_json(),
        "from": sender or reader(abs(chat.id)),
        **fields,
    }
    if text:
        written |= {"text": text, "entities": entities(text)}
    if caption:
        written |= {"caption": caption, "caption_entities": entities(caption)}
    if topic:
        written |= {"message_thread_id": topic, "is_topic_message": True}
    if reply_to:
        written["reply_to_message"] = {
            name: value for name, value in reply_to.items() if name != "reply_to_message"
        }
    return written


def entities(text: str) -> list[Json]:
    """Return the commands and mentions in a text, with offsets in UTF-16 units."""
    return [
        {
            "type": kind,
            "offset": units(text[: found.start()]),
            "length": units(found[0]),
        }
        for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION))
        for found in pattern.finditer(text)
    ]
