"""What the reader of a format hands on: a story as found, and what of it could not be taken."""

from dataclasses import dataclass

from corpus.rejects import Reason


@dataclass(frozen=True, slots=True)
class Draft:
    """A story as its format gives it; all but `text` may be empty, and nothing is checked yet.

    `line` and `entry` say which line of a file, or entry of a list, it is; `day_first` how the page
    around the story writes 03/07/2024, where its other dates show that.
    """

    text: str
    id: str = ""
    title: str = ""
    url: str = ""
    source: str = ""
    published: str = ""
    language: str = ""
    line: int | None = None
    entry: int | None = None
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line, an entry or a field that was not taken; a `Reject` that does not know its file."""

    reason: Reason
    detail: str
    line: int | None = None
