"""Neither the token nor a request's address reaches a log line."""

import logging

import pytest
from pydantic import SecretStr

from bot.telegram.logs import RedactingFormatter

TOKEN = SecretStr("123:secret-part")


def formatted(message: str, error: Exception | None = None) -> str:
    info = (type(error), error, None) if error else None
    record = logging.LogRecord("a", logging.ERROR, "a.py", 1, message, None, info)
    return RedactingFormatter(TOKEN).format(record)


@pytest.mark.parametrize("secret", ["123:secret-part", "secret-part", "bot123:secret-part/getMe"])
def test_the_token_is_replaced_in_messages_and_tracebacks(secret: str) -> None:
    line = formatted(f"about {secret}", ValueError(f"on {secret}"))
    assert "secret-part" not in line
    assert line.count("[token]") == 2


def test_other_words_stay() -> None:
    assert formatted("123 is not secret").endswith("ERROR a: 123 is not secret")
