"""A token and a server's address in; whether the bot could run with them out."""

import asyncio
import logging
from dataclasses import dataclass, replace

from pydantic import SecretStr
from telegram import Bot, User
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.errors import TokenRefusedError
from bot.telegram.connection import methods_url, token_of, token_refused
from bot.telegram.logs import redact

logger = logging.getLogger(__name__)

_UNASKED = (
    "SANAD_TELEGRAM_TOKEN is set, but whose it is could not be asked, as the server does not "
    "answer. Mend that first, then run: sanad check"
)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing looked at: what it is, whether it is fine, and how it is or what to do."""

    subject: str
    ok: bool
    detail: str


def check_telegram(token: SecretStr, base_url: str) -> list[CheckLine]:
    """Return a line on the Bot API server and one on the token."""
    server = CheckLine("Bot API server", True, base_url)
    try:
        me = asyncio.run(_who_am_i(token, base_url))
    except TokenRefusedError as error:
        not_asked = replace(server, detail=f"{base_url} (not asked: what is set is no token)")
        return [not_asked, CheckLine("token", False, str(error))]
    except InvalidToken:
        return [server, CheckLine("token", False, str(token_refused(base_url)))]
    except TelegramError as error:
        reason = redact(str(error), (token,))
        advice = (
            "Check the network, and SANAD_TELEGRAM_BASE_URL if you set it, then run: sanad check"
        )
        return [
            replace(server, ok=False, detail=f"{base_url} fails: {reason}. {advice}"),
            CheckLine("token", False, _UNASKED),
        ]
    return [server, CheckLine("token", True, _introduced(me))]


def require_token(token: SecretStr, base_url: str) -> None:
    """Ask the server whether it knows the token, before anything that takes long is begun.

    A server that cannot be reached is no objection: the bot waits for it.

    Raises:
        TokenRefusedError: the server does not know the token.
    """
    try:
        asyncio.run(_who_am_i(token, base_url))
    except InvalidToken:
        raise token_refused(base_url) from None  # its message holds the token
    except TelegramError as error:
        logger.info("%s does not answer yet: %s", base_url, type(error).__name__)


async def _who_am_i(token: SecretStr, base_url: str) -> User:
    clear = token_of(token, base_url)
    request = HTTPXRequest(read_timeout=10, connect_timeout=10)
    async with Bot(clear, base_url=methods_url(base_url), request=request) as bot:
        return bot.bot


def _introduced(me: User) -> str:
    if not me.can_join_groups:
        groups = "may not join groups (@BotFather, /setjoingroups, turns that on)"
    elif me.can_read_all_group_messages:
        groups = "sees all messages of its groups and answers only those addressed to it"
    else:
        groups = "in groups sees only commands, mentions and replies to it, which is all it needs"
    return f"{me.name} ({me.full_name}); {groups}"
