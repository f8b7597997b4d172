"""A library and a token in; a Telegram bot that serves until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
from typing import Any, Final

from pydantic import SecretStr
from telegram import Bot, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application, Defaults, MessageHandler, Updater, filters

from bot import texts
from bot.errors import TokenRefusedError
from bot.service import Answering, AnswerService
from bot.telegram.connection import WatchfulRequest, methods_url, token_of, token_refused
from bot.telegram.handlers import Handlers
from bot.telegram.logs import log_to_stderr
from bot.telegram.sending import MessagePacer, Outbox

logger = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]

End = asyncio.Future[TokenRefusedError | None]
"""Done when the bot is to stop, with the reason if it is not a signal."""

_MESSAGES_AT_ONCE: Final = 256
"""That may be on their way through the bot; the service bounds how many questions are."""

_GRACE: Final = 20.0
"""Seconds that the answers in hand may take after a signal to stop."""

_LONGEST_PAUSE: Final = 30
"""Seconds between two attempts to reach Telegram at the start."""


def run_bot(library: Answering, *, token: SecretStr, base_url: str, max_waiting: int) -> None:
    """Serve questions until SIGINT or SIGTERM; return when the answers in hand are sent.

    Logs to stderr. Waits for Telegram as long as it cannot be reached.

    Raises:
        TokenRefusedError: Telegram does not know the token.
    """
    log_to_stderr(token)
    service = AnswerService(library, max_waiting=max_waiting)
    asyncio.run(serve(service, token, base_url))


async def serve(service: AnswerService, token: SecretStr, base_url: str) -> None:
    """Serve questions as `run_bot` does, in a loop that runs already; close the service."""
    end: End = asyncio.get_running_loop().create_future()
    _end_on_signals(end)
    application, handlers = _build(service, token, base_url, end)
    starting = asyncio.create_task(_start(application, base_url))
    events: set[asyncio.Future[Any]] = {starting, end}
    try:
        await asyncio.wait(events, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
        if refused := await end:
            raise refused
    finally:
        starting.cancel()
        await asyncio.wait({starting})
        await _stop(application, handlers)
        await service.close()


def _build(
    service: AnswerService, token: SecretStr, base_url: str, end: End
) -> tuple[App, Handlers]:
    def on_unauthorized() -> None:
        _finish(end, token_refused(base_url))

    application = (
        Application.builder()
        .token(token_of(token, base_url))
        .base_url(methods_url(base_url))
        .request(WatchfulRequest(on_unauthorized))
        .get_updates_request(WatchfulRequest(on_unauthorized))
        .rate_limiter(MessagePacer())
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        .concurrent_updates(_MESSAGES_AT_ONCE)
        .job_queue(None)
        .build()
    )
    handlers = Handlers(service, Outbox(application.bot))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, handlers.on_message))
    application.add_error_handler(handlers.on_error)
    return application, handlers


async def _start(application: App, base_url: str) -> None:
    await _connect(application, base_url)
    await application.start()
    application.create_task(_register_commands(application.bot))
    await _updater(application).start_polling(
        allowed_updates=[Update.MESSAGE],
        drop_pending_updates=False,
        bootstrap_retries=-1,
        error_callback=_log_polling_error,
    )
    logger.info("Answering as %s", application.bot.name)


async def _connect(application: App, base_url: str) -> None:
    """Make the bot known to itself (getMe), however long Telegram takes to be reached."""
    pause = 1
    while True:
        try:
            return await application.initialize()
        except InvalidToken:
            raise token_refused(base_url) from None  # its message holds the token
        except TelegramError as error:
            logger.warning("%s cannot be reached (%s); again in %d s", base_url, error, pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _register_commands(bot: Bot) -> None:
    """Fill Telegram's menu of commands; the bot works without it."""
    try:
        await bot.set_my_commands(list(texts.COMMANDS["en"].items()))
        await bot.set_my_commands(list(texts.COMMANDS["ar"].items()), language_code="ar")
    except TelegramError as error:
        logger.warning("The menu of commands could not be set: %s", error)


def _log_polling_error(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        logger.error(
            "Another process fetches messages with the same token, so each of the two misses "
            "some. Stop the other one. (%s)",
            error,
        )
    else:
        logger.warning("Messages could not be fetched (%s); trying again", error)


def _end_on_signals(end: End) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, _finish, end)
        except NotImplementedError:  # on Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(_finish, end))


def _finish(end: End, reason: TokenRefusedError | None = None) -> None:
    if not end.done():
        end.set_result(reason)


async def _stop(application: App, handlers: Handlers) -> None:
    """Fetch no more messages, answer those in hand, close the connections."""
    updater = _updater(application)
    if updater.running:
        with contextlib.suppress(InvalidToken):  # it ended the polling, and is reported as such
            await updater.stop()
    if application.running:
        logger.info("Stopping; the answers in hand are finished first")
        try:
            async with asyncio.timeout(_GRACE):
                await application.stop()
        except TimeoutError:
            logger.warning("Some answers took longer than %d s and were given up", _GRACE)
            await handlers.give_up()
    await application.shutdown()
    await application.bot.shutdown()  # where the start failed, `shutdown` above leaves it open


def _updater(application: App) -> Updater:
    if application.updater is None:
        raise RuntimeError("the application was built without an updater")
    return application.updater
