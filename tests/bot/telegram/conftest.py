"""What the tests of the Telegram side share."""

import pytest


@pytest.fixture(autouse=True)
def _time_deltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take python-telegram-bot's coming form of `RetryAfter` instead of its warning about it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
