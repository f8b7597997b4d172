"""Log records in, lines on stderr out; the bot's token and readers' questions stay out of them."""

import logging
from typing import Final

from pydantic import SecretStr

_QUIET: Final = {
    # Logs the address of every request, and the token is part of it.
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    # At DEBUG these log whole messages, the first also a response that is not valid JSON.
    "telegram.request.BaseRequest": logging.CRITICAL,
    "telegram": logging.INFO,
}


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, without the token.

    The last word on every line, because libraries put the token into messages of exceptions too.
    """

    def __init__(self, token: SecretStr) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = (token, SecretStr(token.get_secret_value().partition(":")[2]))

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text."""
        return redact(super().format(record), self._secrets)


def redact(text: str, secrets: tuple[SecretStr, ...]) -> str:
    """Return the text with each secret replaced by a mark."""
    for secret in secrets:
        if value := secret.get_secret_value():
            text = text.replace(value, "[token]")
    return text


def log_to_stderr(token: SecretStr) -> None:
    """Send every record from INFO up to stderr, in place of what was set up before."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
