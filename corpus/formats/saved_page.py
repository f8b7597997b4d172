"""A `.txt` file in, its draft out: a plain story, or the story of a news page saved as text."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.contents import read_bytes
from corpus.dates import find_impossible, is_day_first, publication_as_written
from corpus.decoding import decode
from corpus.errors import RefusedError
from corpus.formats.draft import Draft, Refusal
from corpus.formats.furniture import CERTAIN, Kind
from corpus.formats.headline import find_source, find_title, find_url
from corpus.formats.story import Line, Page, find_story
from corpus.formats.walls import wall_in
from corpus.limits import LARGEST_PAGE
from corpus.rejects import Reason
from corpus.sentences import ends_sentence

# A story does not begin with so many short lines: they are a menu, known or not.
_MENU_LINES = 5
_DATE_LINE = 10  # words; in a longer line a date is about something else
_SPACE = re.compile(r"\s+")
_FURNITURE = CERTAIN | {Kind.DATE, Kind.BYLINE}


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Yield the one draft of a file.

    Raises:
        OSError: the file cannot be read.
        RefusedError: it is not text, or a page without a story.
    """
    yield understand(decode(read_bytes(path, LARGEST_PAGE)))


def understand(text: str) -> Draft:
    """Return the story of a page, with the title, source, date and address that stand around it.

    A text without furniture is a story as it stands: all of it is kept, and a first line set off
    like a headline is the title too. Of a page, the text is the page from the first to the last
    line of the story, characters and white space unchanged. Lines in between that are certainly
    furniture (a button, a prompt, a link to another story) are taken out with the white space
    behind them; in doubt a line stays.

    Raises:
        RefusedError: there is furniture and no story.
    """
    page = find_story(text)
    if not _has_furniture(page):
        return Draft(text, title=_plain_title(page))
    if not page.story:
        raise RefusedError(Reason.NO_TEXT, "no story was found among the furniture of the page")
    if wall := wall_in([line.text for line in page.story]):
        raise RefusedError(Reason.NO_TEXT, f"no story was found, but {wall}")
    published, day_first = _published(page)
    return Draft(
        _joined(text, page.story),
        title=find_title(page),
        url=find_url(page),
        source=find_source(page),
        published=published,
        day_first=day_first,
    )


def _has_furniture(page: Page) -> bool:
    around = [*page.head, *page.foot]
    furniture = sum(line.kind in _FURNITURE for line in around)
    if page.story:
        return furniture > 0 or len(page.head) >= _MENU_LINES
    return furniture * 2 > len(around)  # no paragraph at all: verse, a list, or a bare menu


def _plain_title(page: Page) -> str:
    """Return the first line of a plain story if it is a headline: short, and alone above it."""
    if page.first != 1 or page.lines[0].kind is not Kind.SHORT or ends_sentence(page.lines[0].text):
        return ""
    return page.lines[0].text


def _joined(text: str, story: Sequence[Line]) -> str:
    """Return the lines with the white space that the page has behind each."""
    *lines, last = story
    runs = [text[line.start : _next_word(text, line.end)] for line in lines]
    return "".join(runs) + text[last.start : last.end]


def _next_word(text: str, end: int) -> int:
    space = _SPACE.match(text, end)
    return space.end() if space else end


def _published(page: Page) -> tuple[str, bool | None]:
    """Return when the page was published, and whether it writes 03/07/2024 with the day first.

    Its head says so, else its foot; never the story, and a line about something else, such as a
    caption, only where no line is about the date. A date that can be read in two ways is handed on
    as it is written, and so is one that does not exist, to be reported.
    """
    day_first = is_day_first("\n".join(line.text for line in (*page.head, *page.foot)))
    for part in (page.head, page.foot):
        for kinds in ({Kind.DATE}, set(Kind)):
            text = "\n".join(line.text for line in part if line.kind in kinds)
            if published := publication_as_written(text):
                return published, day_first
    lines = (line.text for line in (*page.head, *page.foot) if line.size <= _DATE_LINE)
    return next(filter(None, map(find_impossible, lines)), ""), day_first
