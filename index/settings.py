"""The environment and `.env` in, the settings of the index out. Read by commands only."""

from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.encoding import BUNDLED
from index.errors import SettingsError

APPLICATION = "sanad"
PREFIX = "SANAD_"


class IndexSettings(BaseSettings):
    """Where articles and index are and which encoder reads them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
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

    reranker: str | None = Field(
        default=None,
        description="Name or path of a cross-encoder or late-interaction model that ranks what was "
        "found; for a GPU.",
    )

    @field_validator("index", "corpus")
    @classmethod
    def _from_home(cls, path: Path) -> Path:
        return path.expanduser()


AnySettings = TypeVar("AnySettings", bound=IndexSettings)


def load_settings(kind: type[AnySettings]) -> AnySettings:
    """Return the settings of one program.

    Raises:
        SettingsError: one cannot be used, or the file they stand in cannot be read.
    """
    try:
        return kind()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(map(str, first["loc"])).upper()
        raise SettingsError(
            f"{name} cannot be used: {first['msg']}. Mend it in the environment or in .env."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f".env cannot be read: {error}. Save it as UTF-8.") from error


def model_cache() -> Path:
    """Return the directory that the bundled model is unpacked to."""
    return user_cache_path(APPLICATION) / "models"
