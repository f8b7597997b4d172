"""Plain text in, the same text with the marks that make it read right in mixed company.

Telegram lays each line out by its first strong character, and removes the embeddings and
overrides U+202A to U+202E; the isolates U+2066 to U+2069 and the two marks survive. So a line
whose first letter may be of the other script starts with a mark of its own direction, and a title
or a name inside a line stands in an isolate.
"""

import re
import unicodedata
from typing import Final

from corpus.article import Language

MARKS: Final[dict[Language, str]] = {"ar": "\u200f", "en": "\u200e"}
"""RIGHT-TO-LEFT MARK and LEFT-TO-RIGHT MARK."""

_OPENING: Final[dict[Language, str]] = {"ar": "\u2067", "en": "\u2066"}
_CLOSING: Final = "\u2069"
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """Return a title or a name on one line, without direction controls of its own.

    An isolate that a title leaves open, or closes without opening, would break out of ours.
    """
    return " ".join(_CONTROLS.sub("", text).split())


def isolate(text: str, language: Language) -> str:
    """Return the text in an isolate that runs as its language does, whatever it starts with."""
    return f"{_OPENING[language]}{text}{_CLOSING}"


def isolate_name(name: str) -> str:
    """Return a name in an isolate; with any Arabic letter it is Arabic: «CNN بالعربية»."""
    arabic = any(unicodedata.bidirectional(letter) == "AL" for letter in name)
    return isolate(name, "ar" if arabic else "en")


def leading_mark(text: str, language: Language) -> str:
    """Return the mark that lays the text out as its language reads; empty if it does already."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return "" if (kind == "L") == (language == "en") else MARKS[language]
    return MARKS[language]
