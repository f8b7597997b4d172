"""A line of a saved page in, what it is out: prose, or a piece of the page around the story.

Only what news sites of either language have in common is listed, and a list decides only where
the whole line, or its opening, says so: a story may well speak of newsletters and cookies.
"""

import re
from collections.abc import Callable
from enum import Enum, auto

from corpus.dates import find_dates
from corpus.formats.phrases import (
    AGENCY,
    ASKED_FOR,
    AUTHOR,
    BUTTON_FILLERS,
    BUTTON_WORDS,
    CAPTION,
    CREDIT,
    END,
    PERHAPS_PROMPT,
    PROMPT,
    RELATED,
    RELATED_ALONE,
    RIGHTS,
    TAGS,
)
from corpus.normalization import fold, words
from corpus.sentences import ends_sentence


class Kind(Enum):
    """What a line of a page is, judged by itself."""

    PROSE = auto()  # a paragraph, or a sentence of one
    SHORT = auto()  # a few words that may be a heading, a caption, a link or a menu
    UNDECIDED = auto()  # as long as a short paragraph without its full stop, or a question
    BUTTON = auto()  # something to press: share, print, «حجم الخط»
    IMAGE = auto()  # the name of an image file, the credit of a photograph
    ADDRESS = auto()  # nothing but a URL
    DATE = auto()  # a date with hardly a word beside it
    BYLINE = auto()  # who wrote it, and where
    PROMPT = auto()  # a request: subscribe, accept cookies
    TAGS = auto()
    RELATED = auto()  # introduces links to other stories, also in the middle of this one
    END = auto()  # opens what follows a story: most read, comments, copyright


# Kinds that are no part of a story wherever they stand.
CERTAIN = frozenset(
    {Kind.BUTTON, Kind.IMAGE, Kind.ADDRESS, Kind.PROMPT, Kind.TAGS, Kind.RELATED, Kind.END}
)
_LONG = 25  # words; a line as long is a paragraph whatever it ends with
_SENTENCE = 4  # words; a full stop behind fewer is as likely a button's («Read more.»)
_UNDECIDED = 12  # words; from here on it may be a paragraph, up to here it hardly is one
_WORDS_BESIDE_DATE = 6
_PLACE_WORDS = 6

# A question and nothing else, such as headlines like to ask.
_QUESTION = re.compile(r"(?:[^.!?؟…\"”»]|\.{2,})+[?؟]\s*$")
_FONT_SIZE = re.compile(r"[+\-–−]?\s?[aا]{1,2}\s?[+\-–−]?")
_IMAGE_FILE = re.compile(r"[^\n]{1,150}\.(?:jpe?g|png|gif|webp|svg|avif|bmp|mp4)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_HASHTAGS = re.compile(r"(?:#[\w-]+[\s,،|]*)+")

_PLACE = re.compile(r"[^|–—-]{2,40}\s[|–—-]\s[^|–—-]{2,30}")  # «agency - city»

# The words that each kind may have at most; a longer line is a paragraph that happens to begin so.
_LONGEST = {
    Kind.BUTTON: 6,
    Kind.BYLINE: 9,
    Kind.DATE: 14,
    Kind.END: 25,
    Kind.RELATED: 25,
    Kind.TAGS: 40,
    Kind.PROMPT: 45,
    Kind.IMAGE: 45,
}


def kind_of(line: str) -> Kind:
    """Return what a line is, going by its own words alone."""
    plain = fold(line)
    size = len(plain.split())
    for kind, recognises in _RECOGNISERS:
        if size <= _LONGEST.get(kind, size) and recognises(plain, line):
            return kind
    if size >= _LONG or (size >= _SENTENCE and ends_sentence(line) and not _QUESTION.match(line)):
        return Kind.PROSE
    return Kind.UNDECIDED if size >= _UNDECIDED or ends_sentence(line) else Kind.SHORT


def is_image_file(line: str) -> bool:
    """Return whether a line is the name of an image file."""
    return bool(_IMAGE_FILE.fullmatch(line.lower()))


def _is_button(plain: str, line: str) -> bool:
    if _FONT_SIZE.fullmatch(plain):
        return True
    names = [word for word in words(line) if not word.isdigit()]
    named = sum(word in BUTTON_WORDS for word in names)
    return named > 0 and all(word in BUTTON_WORDS | BUTTON_FILLERS for word in names)


def _is_date(plain: str, line: str) -> bool:
    """Return whether a date makes up most of a line: «Updated 3 July 2024, 10:15 GMT»."""
    found = next(find_dates(line), None)
    if found is None or ends_sentence(line):
        return False
    return len(words(line[: found.start])) + len(words(line[found.end :])) <= _WORDS_BESIDE_DATE


def _is_byline(plain: str, line: str) -> bool:
    if ends_sentence(line):
        return False
    return bool(AUTHOR.match(plain) or AGENCY.fullmatch(plain)) or (
        len(plain.split()) <= _PLACE_WORDS and bool(_PLACE.fullmatch(plain))
    )


def _is_related(plain: str, line: str) -> bool:
    if RELATED_ALONE.match(plain):
        return True
    cue = RELATED.match(plain)
    return cue is not None and (plain[cue.end() :].lstrip()[:1] == ":" or not ends_sentence(line))


def _is_end(plain: str, line: str) -> bool:
    return bool(RIGHTS.search(plain)) or (bool(END.match(plain)) and not ends_sentence(line))


def _is_tags(plain: str, line: str) -> bool:
    return bool(_HASHTAGS.fullmatch(plain)) or (bool(TAGS.match(plain)) and not ends_sentence(line))


def _is_prompt(plain: str, line: str) -> bool:
    return bool(PROMPT.match(plain)) or bool(
        PERHAPS_PROMPT.match(plain) and ASKED_FOR.search(plain)
    )


# In this order: the first that recognises a line names it.
_RECOGNISERS: tuple[tuple[Kind, Callable[[str, str], bool]], ...] = (
    (Kind.ADDRESS, lambda plain, _: bool(_ADDRESS.fullmatch(plain))),
    (Kind.IMAGE, lambda plain, _: bool(is_image_file(plain) or CAPTION.match(plain))),
    (Kind.DATE, _is_date),
    (Kind.END, _is_end),
    (Kind.BUTTON, _is_button),
    (Kind.TAGS, _is_tags),
    (Kind.RELATED, _is_related),
    (Kind.PROMPT, _is_prompt),
    (Kind.BYLINE, _is_byline),
)


def is_credited(line: str) -> bool:
    """Return whether a line closes with the credit of a photograph: «… in Aleppo (AFP)».

    Agencies sign the last line of a story in the same way, so this alone does not make a caption.
    """
    return bool(CREDIT.search(fold(line)))
