"""A Telegram update in; its answer asked for and sent."""

import asyncio
import logging
import traceback
from collections.abc import Iterable
from typing import Final

from telegram import Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot import texts
from bot.errors import TooBusyError
from bot.rendering import render_answer, render_coverage, render_text
from bot.service import AnswerService
from bot.telegram.addressing import Request, Wish, read_request
from bot.telegram.sending import Outbox
from corpus.article import Language
from corpus.language import detect_language

logger = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE

_IN_HAND_PER_CHAT: Final = 20
"""As many as Telegram lets the bot send into a group in a minute. One more is told to wait, and
those after it are left: else one chat could take up every place, and its answers would come late
by minutes."""

_SENTENCES = {
    Wish.START: texts.START,
    Wish.HELP: texts.HELP,
    Wish.HINT: texts.ASK_HINT,
    Wish.WORDS: texts.TEXT_ONLY,
}


class Handlers:
    """Reads what a message asks, has it answered, sends the answer."""

    def __init__(self, service: AnswerService, outbox: Outbox) -> None:
        self._service = service
        self._outbox = outbox
        self._in_hand: dict[asyncio.Task[None], int] = {}  # with the chat of each

    async def on_message(self, update: Update, context: Context) -> None:
        """Answer a message, if it is for the bot."""
        message = update.message
        if message is None or (request := read_request(message, context.bot.bot)) is None:
            return
        in_chat = list(self._in_hand.values()).count(message.chat.id)
        if in_chat > _IN_HAND_PER_CHAT:
            logger.warning("A message was left unanswered: its chat has %d in hand", in_chat)
            return
        task = asyncio.create_task(self._serve(request, message, full=in_chat == _IN_HAND_PER_CHAT))
        self._in_hand[task] = message.chat.id
        task.add_done_callback(self._in_hand.pop)
        await task

    async def give_up(self) -> None:
        """Drop the messages in hand unanswered."""
        tasks = list(self._in_hand)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def on_error(self, update: object, context: Context) -> None:
        """Log what went wrong in full, and tell the reader that something did."""
        if context.error is None:
            return
        message = update.message if isinstance(update, Update) else None
        request = read_request(message, context.bot.bot) if message else None
        logger.error(
            "A message could not be answered:\n%s",
            _traceback(context.error, [request.question] if request else []),
        )
        if message and request and _can_be_told(context.error):
            apology = texts.APOLOGY[_language(request, message)]
            await self._outbox.reply(message, [apology])

    async def _serve(self, request: Request, message: Message, *, full: bool) -> None:
        language = _language(request, message)
        if full:
            reply = render_text(texts.BUSY[language], language)
        else:
            reply = await self._reply(request, message, language)
        await self._outbox.reply(message, reply)

    async def _reply(self, request: Request, message: Message, language: Language) -> list[str]:
        """Return the messages that reply to a request."""
        try:
            if request.wish is Wish.ASK:
                async with self._outbox.typing(message):
                    return await self._answer(request.question, language)
            if request.wish is Wish.ABOUT:
                return render_coverage(await self._service.coverage(), language)
        except TooBusyError:
            logger.warning("A question was turned away: too many are waiting")
            return render_text(texts.BUSY[language], language)
        return render_text(_SENTENCES[request.wish][language], language)

    async def _answer(self, question: str, language: Language) -> list[str]:
        answer = await self._service.ask(question, language)
        logger.info(
            "%s (%s, %s) in %d ms",
            answer.status,
            answer.language,
            answer.reason or f"confidence {answer.confidence:.2f}",
            answer.elapsed_ms,
        )
        return render_answer(answer)


def _language(request: Request, message: Message) -> Language:
    """Return the reader's language: the question's, else the one Telegram is set to."""
    code = (message.from_user and message.from_user.language_code) or ""
    return detect_language(request.question, "ar" if code.startswith("ar") else "en")


def _can_be_told(error: Exception) -> bool:
    """Return whether an apology may arrive, and is not sent after an answer that did.

    Of what Telegram refused, only a faulty message (`BadRequest`) is the bot's own doing; else the
    chat is closed to it, or Telegram is out of reach, or the answer may have arrived after all.
    """
    return isinstance(error, BadRequest) or not isinstance(error, TelegramError)


def _traceback(error: BaseException, questions: Iterable[str]) -> str:
    """Return the traceback in full, but for the question where a message of an error holds it."""
    text = "".join(traceback.format_exception(error))
    for question in filter(None, questions):
        for form in (question, repr(question)[1:-1], ascii(question)[1:-1]):
            text = text.replace(form, "[question]")
    return text
