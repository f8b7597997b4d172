"""What was not taken, and why: the records that a reading reports."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why something was not taken: a closed list, stable for programs that read the rejects.

    The last group costs a field only: the article is kept, with that field empty.
    """

    MISSING = "missing"  # a path that was asked for does not exist
    UNREADABLE = "unreadable"  # the system would not read it: permissions, a device, an I/O error
    UNKNOWN_FORMAT = "unknown-format"  # a suffix that no reader takes
    BAD_ENCODING = "bad-encoding"  # bytes that are not UTF-8
    BAD_CHARACTER = "bad-character"  # a NUL, or half of a surrogate pair
    BAD_SYNTAX = "bad-syntax"  # broken JSON, broken front matter
    BAD_STRUCTURE = "bad-structure"  # well formed, but not an article
    NO_TEXT = "no-text"  # nothing in it, or no story found on the page

    BAD_FIELD = "bad-field"  # a field that is of a wrong type or holds what no text does
    BAD_DATE = "bad-date"  # a publication date that is none, or lies in the future

    @property
    def keeps_article(self) -> bool:
        """Return whether only a field was lost."""
        return self in {Reason.BAD_FIELD, Reason.BAD_DATE}


@dataclass(frozen=True, slots=True)
class Reject:
    """One thing that was not taken.

    `line` counts from 1 and is None where the file has no lines of its own to point to; `detail` is
    a short phrase for people.
    """

    file: str
    line: int | None
    reason: Reason
    detail: str

    def __str__(self) -> str:
        """Return «file:line: reason: detail»."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.reason}: {self.detail}"
