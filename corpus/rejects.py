"""What was not taken, and why: the records that a reading reports."""

from dataclasses import dataclass
from enum import StrEnum

_LONGEST_DETAIL = 300  # characters


class Reason(StrEnum):
    """Why something was not taken: a closed list, stable for programs that read the rejects.

    What the last two groups report keeps the article: without the field, or with the field as it
    had to be read. README.md holds the list as a table.
    """

    MISSING = "missing"  # a path or the target of a link does not exist, or no longer
    UNREADABLE = "unreadable"  # permissions, a pipe, a device, an I/O error
    REPEATED_PATH = "repeated-path"  # read already under another name: a link, overlapping paths
    CHANGED = "changed"  # written to while it was read; of JSON Lines, what came before is kept
    UNKNOWN_FORMAT = "unknown-format"  # a suffix that no reader takes
    OVER_LIMIT = "over-limit"  # larger, longer or deeper nested than `corpus.limits` says
    BAD_ENCODING = "bad-encoding"  # bytes that are no text in any encoding that is tried
    BAD_CHARACTER = "bad-character"  # a NUL, or half of a surrogate pair
    BAD_SYNTAX = "bad-syntax"  # broken JSON, broken front matter
    BAD_STRUCTURE = "bad-structure"  # well formed, but not an article
    NO_TEXT = "no-text"  # nothing to read in it, or no story found on the page
    REPEATED_TEXT = "repeated-text"  # the text of another article
    REPLACED = "replaced"  # a later article has the same id

    BAD_FIELD = "bad-field"  # of a wrong type or form; the field is left empty
    BAD_DATE = "bad-date"  # a publication date that is none, or lies in the future; left empty

    AMBIGUOUS_DATE = "ambiguous-date"  # 03/07/2024; said once a file, with how it was read
    REPEATED_KEY = "repeated-key"  # a key twice in one object; the last counts

    @property
    def costs_field(self) -> bool:
        """Return whether the article is kept without a field."""
        return self in {Reason.BAD_FIELD, Reason.BAD_DATE}

    @property
    def keeps_article(self) -> bool:
        """Return whether the article is kept."""
        return self.costs_field or self in {Reason.AMBIGUOUS_DATE, Reason.REPEATED_KEY}


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

    @classmethod
    def of(cls, file: str, line: int | None, reason: Reason, detail: str) -> "Reject":
        """Return a reject with a detail that holds words from outside: printable, and short."""
        return cls(file, line, reason, printable(detail)[:_LONGEST_DETAIL])

    def __str__(self) -> str:
        """Return «file:line: reason: detail» in one line that does nothing to a terminal."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return printable(f"{place}: {self.reason}: {self.detail}")


def printable(text: str) -> str:
    r"""Return a text with what cannot be seen (controls, direction marks, NULs) as \x…, \u…."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
