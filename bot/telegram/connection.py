"""A token and a server's address in; what it takes to talk to the Bot API out."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from pydantic import SecretStr
from telegram.request import HTTPXRequest

from bot.errors import TokenRefusedError


class WatchfulRequest(HTTPXRequest):
    """Makes requests, and tells when Telegram does not know the token any more.

    python-telegram-bot then only ends its polling loop, and the bot would stay up deaf.
    """

    def __init__(self, on_unauthorized: Callable[[], None]) -> None:
        super().__init__(read_timeout=20, write_timeout=10, connect_timeout=10, pool_timeout=10)
        self._on_unauthorized = on_unauthorized

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Return the status and the body of the response."""
        status, payload = await super().do_request(*args, **kwargs)
        if status == HTTPStatus.UNAUTHORIZED:
            self._on_unauthorized()
        return status, payload


def token_of(token: SecretStr, base_url: str) -> str:
    """Return the token in clear, for an address.

    Raises:
        TokenRefusedError: no token looks like this, and it would not fit into an address.
    """
    clear = token.get_secret_value()
    if not re.fullmatch(r"[\w:-]+", clear, re.ASCII):
        raise token_refused(base_url)
    return clear


def token_refused(base_url: str) -> TokenRefusedError:
    """Return the error for a token that the server does not know."""
    return TokenRefusedError(
        f"The Bot API server at {base_url} does not know the token in SANAD_TELEGRAM_TOKEN. "
        "Copy it again from @BotFather (/mybots, your bot, API Token), then run: sanad check"
    )


def methods_url(base_url: str) -> str:
    """Return the address that the token and a method's name are appended to."""
    return f"{base_url.rstrip('/')}/bot"
