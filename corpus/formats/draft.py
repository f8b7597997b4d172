"""What the reader of a format hands on: a story as found, and what of it could not be taken."""

from dataclasses import dataclass

from corpus.rejects import Reason


@dataclass(frozen=True, slots=True)
class Draft:
    """A story as its format gives it; all but `text` may be empty, and nothing is checked yet."""

    text: str
    id: str = ""
    title: str = ""
    url: str = ""
    source: str = ""
    published: str = ""
    language: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line, an entry or a field that was not taken; a `Reject` that does not know its file."""

    reason: Reason
    detail: str
    line: int | None = None
