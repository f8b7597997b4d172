"""Messages and the question they answer in; delivered out, at the pace Telegram allows."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
from telegram import Bot, Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, NetworkError, TelegramError
from telegram.ext import AIORateLimiter

logger = logging.getLogger(__name__)

_SECONDS_BETWEEN_MESSAGES: Final = 1.0
"""In one chat, by Telegram's published limits."""

_RETRY_PAUSES: Final = (1, 2, 4, 8)
"""Seconds before each new attempt to reach Telegram."""

_TYPING_SHOWS_FOR: Final = 4.0
"""Seconds; Telegram hides «typing…» after five."""

_GENERAL_TOPIC: Final = 1
"""Telegram refuses a message to it by this number; without a number it arrives there."""

_LANES_KEPT: Final = 1024


class MessagePacer(AIORateLimiter):
    """Keeps to 30 messages a second in all and 20 a minute in a group, and waits a 429 out.

    The limiter underneath is a leaky bucket: it lets a burst through at once and refills
    meanwhile. Burst and refill together stay within the published rate in any window: 10 + 20 in a
    second, 5 + 15 in a minute.

    Only messages are paced. «typing…» would use up what the answer needs, and it must not wait.
    """

    def __init__(self) -> None:
        super().__init__(
            overall_max_rate=10,
            overall_time_period=0.5,
            group_max_rate=5,
            group_time_period=20,
            max_retries=5,
        )

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Return the response of the request, made in its turn if it sends a message."""
        if endpoint != "sendMessage":
            return await callback(*args, **kwargs)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )


class Outbox:
    """Sends answers: the messages of one together, in a chat one message a second."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._lanes: dict[int, _Lane] = {}

    async def reply(self, question: Message, texts: Sequence[str]) -> None:
        """Send the texts in the question's chat and topic, the first as a reply to it.

        Raises:
            TelegramError: a text could not be delivered; those before it were.
        """
        lane = self._lane(question.chat.id)
        async with lane.lock:
            for number, text in enumerate(texts):
                async with lane.turn():
                    await self._deliver(question, text, as_reply=number == 0)

    @asynccontextmanager
    async def typing(self, question: Message) -> AsyncIterator[None]:
        """Show «typing…» in the question's chat while the block runs; its failures stay here."""
        showing = asyncio.create_task(self._keep_typing(question))
        try:
            yield
        finally:
            showing.cancel()
            await asyncio.wait({showing})

    async def _keep_typing(self, question: Message) -> None:
        while True:
            try:
                await self._bot.send_chat_action(
                    question.chat.id, ChatAction.TYPING, message_thread_id=topic_of(question)
                )
            except TelegramError as error:
                logger.debug("«typing…» could not be shown: %s", error)
            await asyncio.sleep(_TYPING_SHOWS_FOR)

    async def _deliver(self, question: Message, text: str, *, as_reply: bool) -> None:
        target = ReplyParameters(question.message_id, allow_sending_without_reply=True)

        async def send() -> None:
            await self._bot.send_message(
                question.chat.id,
                text,
                reply_parameters=target if as_reply else None,
                message_thread_id=topic_of(question),
            )

        try:
            await _with_retries(send)
        except ChatMigrated as moved:  # the group became a supergroup; its messages did not move
            await self._bot.send_message(moved.new_chat_id, text)

    def _lane(self, chat_id: int) -> "_Lane":
        if len(self._lanes) >= _LANES_KEPT:
            self._lanes = {chat: lane for chat, lane in self._lanes.items() if not lane.is_idle}
        return self._lanes.setdefault(chat_id, _Lane())


class _Lane:
    """One chat's way out: a lock for whole answers, and the time its next message may go."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self._free_at = 0.0

    @property
    def is_idle(self) -> bool:
        return not self.lock.locked() and self._free_at <= asyncio.get_running_loop().time()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self._free_at - loop.time())
        try:
            yield
        finally:
            self._free_at = loop.time() + _SECONDS_BETWEEN_MESSAGES


def topic_of(message: Message) -> int | None:
    """Return the topic to answer in; None for a chat without topics and for General.

    `message_thread_id` is also set on replies in groups without topics, where it names no topic.
    """
    topic = message.message_thread_id if message.is_topic_message else None
    return None if topic == _GENERAL_TOPIC else topic


async def _with_retries(send: Callable[[], Awaitable[None]]) -> None:
    for pause in _RETRY_PAUSES:
        try:
            return await send()
        except NetworkError as error:
            if not _surely_undelivered(error):
                raise
            logger.warning("Sending failed (%s); trying again in %d s", error, pause)
        await asyncio.sleep(pause)
    return await send()


def _surely_undelivered(error: NetworkError) -> bool:
    """Return whether a message that failed so may be sent again without showing up twice.

    A timeout while waiting for the response says nothing about the message: most often it was
    delivered. A connection that broke counts as undelivered: nearly always it had lain idle, and
    the server closed it before it read the request.
    """
    if isinstance(error, BadRequest):
        return False
    return not isinstance(error.__cause__, httpx.ReadTimeout | httpx.WriteTimeout)
