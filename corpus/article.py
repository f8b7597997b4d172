"""One story as its source has it: what every reader produces and every later station refers to."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["ar", "en"]


@dataclass(frozen=True, slots=True)
class Article:
    """An article; `text` is sacred: quotes and offsets (code points) refer to it, unaltered.

    `published` is an ISO 8601 date or date-time as precise as the source gives it. Apart from
    `id`, `text` and `language`, a field that is not known is the empty string.
    """

    id: str
    text: str
    language: Language
    title: str = ""
    url: str = ""
    source: str = ""
    published: str = ""

    @property
    def day(self) -> date | None:
        """Return the day of publication, None where it is not known."""
        return date.fromisoformat(self.published[:10]) if self.published else None
