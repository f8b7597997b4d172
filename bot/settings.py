"""The environment and `.env` in, the settings of the bot out. Read in `__main__.py` only."""

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

from dotenv import dotenv_values
from pydantic import Field, SecretStr

from index.settings import PREFIX, IndexSettings


class BotSettings(IndexSettings):
    """Everything `sanad` can be told; `sanad-index` shares the first four."""

    telegram_token: SecretStr | None = Field(
        default=None, description="The token that @BotFather gave you; needed by `sanad run` only."
    )
    telegram_base_url: str = Field(
        default="https://api.telegram.org",
        pattern=r"^https?://\S+$",
        description="Origin of the Bot API server, for a server of your own.",
    )
    max_waiting: int = Field(
        default=32,
        ge=1,
        description="Questions that may wait; the next reader is asked to try again later.",
    )


def unknown_settings(env_file: Path = Path(".env")) -> Iterator[str]:
    """Yield a warning for each `SANAD_…` name that means nothing, with the nearest that does."""
    known = [f"{PREFIX}{name.upper()}" for name in BotSettings.model_fields]
    given = {*os.environ, *(dotenv_values(env_file) if env_file.is_file() else ())}
    for name in sorted(name for name in given if name.upper().startswith(PREFIX)):
        if name.upper() not in known:
            nearest = difflib.get_close_matches(name.upper(), known, n=1)
            advice = f"did you mean {nearest[0]}?" if nearest else "README.md lists those there are"
            yield f"{name} is no setting; {advice}"
