"""What can go wrong while the bot runs.

BotError
├── TokenRefusedError    Telegram does not know the token
└── TooBusyError         more questions are waiting than may wait
"""


class BotError(Exception):
    """The root of this package's errors; the message says what, where, and the next command."""


class TokenRefusedError(BotError):
    """Telegram does not know the token."""


class TooBusyError(BotError):
    """More questions are waiting than may wait."""
