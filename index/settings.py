"""The environment and `.env` in, the settings of the index out. Read in `__main__.py` only."""

from pathlib import Path

from platformdirs import user_cache_path, user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.encoding import BUNDLED

APPLICATION = "sanad"


class IndexSettings(BaseSettings):
    """Where articles and index are and which encoder reads them."""

    model_config = SettingsConfigDict(
        env_prefix="SANAD_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    index: Path = Field(
        default_factory=lambda: user_data_path(APPLICATION) / "index",
        description="Directory of the index.",
    )
    corpus: Path = Field(
        default_factory=lambda: user_data_path(APPLICATION) / "corpus",
        description="File or directory of the articles that `sanad-index build` reads.",
    )
    model: str = Field(
        default=BUNDLED,
        description="Encoder: `bundled`, or the name or path of a sentence-transformers model.",
    )


def model_cache() -> Path:
    """Return the directory that the bundled model is unpacked to."""
    return user_cache_path(APPLICATION) / "models"
