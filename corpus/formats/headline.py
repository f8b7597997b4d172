"""The lines around a story in; its title, its source and its address out."""

import re
from collections.abc import Iterator, Sequence

from corpus.formats.furniture import Kind, is_image_file
from corpus.formats.phrases import MEDIA_WORDS, RIGHTS, RIGHTS_WORDS, SECTION_WORDS
from corpus.formats.story import Line, Page
from corpus.normalization import fold, words
from corpus.overlap import content_words, stem

_TITLE_KINDS = frozenset({Kind.SHORT, Kind.UNDECIDED, Kind.PROSE})
_FEWEST_WORDS, _MOST_WORDS = 3, 30
_LINES_ABOVE = 200  # a headline stands no further above its story
_LONGEST_NAME = 5  # words; no source has a longer name
# «Title | Site», «Title - Site», «Agency - City»
_PARTS = re.compile(r"(?P<first>.*\S)\s+[|–—»-]\s+(?P<last>\S[^|–—»]*)")
_ARTICLE_URL = re.compile(r"https?://[^\s/?#]+/[^\s]+")
_LABEL = re.compile(r"\s*(?:source|المصدر|مصدر)\s*:\s*(?P<name>[^+،,/|–—-]+)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20|١٩|٢٠)\d\d\b")
_MARKS = "\u061c\u200e\u200f"  # of direction, which pages put before every line
_NOT_A_NAME = re.compile(r"[^\w\s&'’]|_")


def find_title(page: Page) -> str:
    """Return the headline of a page, empty where no line above its story looks like one.

    It is the line with most words of the story; or the one right above that, where a summary has
    still more of them.
    """
    head = page.head[-_LINES_ABOVE:]
    story = content_words(line.text for line in page.story)
    scores = [_title_score(head, number, story) for number in range(len(head))]
    best = max(scores, default=0)
    if best <= 0:
        return ""
    number = scores.index(best)
    while number > 0 and scores[number - 1] > best / 2:
        number -= 1
    return _without_site(head[number].text, head).strip(_MARKS)


def _title_score(head: Sequence[Line], number: int, story: set[str]) -> float:
    """Return how far a line of the head is like a headline, 0 where it is none.

    Words shared with the story count for it and others against it. What counts for it as well is
    to stand above the date or the byline, and to come twice: as the title of the window and on the
    page. To stand under the name of an image counts against it.
    """
    line = head[number]
    if line.kind not in _TITLE_KINDS or not _FEWEST_WORDS <= line.size <= _MOST_WORDS:
        return 0
    own = content_words([line.text])
    score = len(own & story) - len(own - story) / 2
    if any(mark.kind in {Kind.DATE, Kind.BYLINE} for mark in head[number:]):
        score += 3
    if any(other.text.startswith(line.text) for other in head if other is not line):
        score += 5
    if number > 0 and is_image_file(head[number - 1].text):
        score -= 4
    return score


def find_source(page: Page) -> str:
    """Return the name of the site or paper a page is from, empty where the page does not say.

    Looked for, in this order: behind the headline («Title | Site»), in the copyright line, before
    the city in the byline («Agency - City»), behind «Source:», and as a line of its own.
    """
    return next((name for name in _sources(page) if _is_name(name)), "")


def find_url(page: Page) -> str:
    """Return the address of an article that stands alone on a line around its story, else empty."""
    lines = (*page.head, *page.foot)
    addresses = (line.text for line in lines if line.kind is Kind.ADDRESS)
    return next((address for address in addresses if _ARTICLE_URL.fullmatch(address)), "")


def _without_site(headline: str, head: Sequence[Line]) -> str:
    parts = _PARTS.fullmatch(headline)
    return parts["first"] if parts and _is_site(parts["last"], parts["first"], head) else headline


def _is_site(name: str, headline: str, head: Sequence[Line]) -> bool:
    """Return whether what follows a headline on its line names the site."""
    if len(name.split()) > _LONGEST_NAME:
        return False
    return _is_media(name) or any(line.text == headline for line in head)


def _is_media(name: str) -> bool:
    return any(stem(word) in MEDIA_WORDS or word in MEDIA_WORDS for word in words(name))


def _is_media_alone(line: str) -> bool:
    """Return whether a line names a source: no section, and nobody's position there."""
    names = set(words(line))
    return _is_media(line) and "," not in line and not names <= SECTION_WORDS | {"news"}


def _is_name(name: str) -> bool:
    return 0 < len(name.split()) <= _LONGEST_NAME and not name.isdigit()


def _sources(page: Page) -> Iterator[str]:
    head = page.head[-_LINES_ABOVE:]
    around = (*head, *page.foot)
    for line in head:
        parts = _PARTS.fullmatch(line.text)
        if parts and line.size > _LONGEST_NAME and _is_site(parts["last"], parts["first"], head):
            yield parts["last"].strip()
    yield from (_rights_holder(line) for line in around if RIGHTS.search(fold(line.text)))
    for line in head:
        parts = _PARTS.fullmatch(line.text)
        if line.kind in {Kind.BYLINE, Kind.DATE} and parts and _is_media(parts["first"]):
            yield parts["first"].strip()
    yield from (label["name"].strip() for line in around if (label := _LABEL.match(line.text)))
    for line in around:
        if line.kind is Kind.SHORT and line.size > 1 and _is_media_alone(line.text):
            yield line.text


def _rights_holder(line: Line) -> str:
    """Return the name in a copyright line, or in the first sentence there where it has more."""
    whole = _without_rights(line.text)
    first = _without_rights(line.text.partition(". ")[0])
    return whole if _is_name(whole) else first


def _without_rights(line: str) -> str:
    """Return what is left of a copyright line when the words that all have are taken out."""
    kept = _NOT_A_NAME.sub(" ", _YEAR.sub(" ", line)).split()
    name = [word for word in kept if fold(word) not in RIGHTS_WORDS]
    if name and name[0].startswith("ل") and fold(name[0][1:]) in MEDIA_WORDS:
        name[0] = name[0][1:]  # «محفوظة لصحيفة …»
    return " ".join(name)
