"""The lines of a saved page in, the range of them that is the story out.

Two ideas from the literature, for pages that have lost their markup: blocks of many words are
content and blocks of few are boilerplate, judged with their neighbours (Kohlschütter, Fankhauser
and Nejdl 2010, "Boilerplate detection using shallow text features"; jusText), and the story is the
run of lines with the greatest sum of scores (Pasternack and Roth 2009, "Extracting article text
from the web with maximum subsequence segmentation"). The weights below were set by hand on the
pages of tests/corpus/pages (`pytest tests/corpus/test_saved_page.py`), so that a story survives its
own subheadings and links.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.formats.furniture import CERTAIN, Kind, is_credited, is_image_file, kind_of
from corpus.overlap import content_words
from corpus.sentences import ends_sentence, split_paragraphs

_MOST_WORDS = 40  # a paragraph scores its words up to here, so that no single one outweighs all
_SCORES = {
    Kind.UNDECIDED: 0,
    Kind.SHORT: -2,
    Kind.DATE: -2,
    Kind.BYLINE: -2,
    Kind.BUTTON: -4,
    Kind.IMAGE: -4,
    Kind.ADDRESS: -4,
    Kind.RELATED: -4,
    Kind.PROMPT: -6,
    Kind.TAGS: -15,
    Kind.END: -50,
}
# Near the top these stand between the page's head, with its summary and captions, and the story;
# further down they may be headings or interruptions.
_HEAD_SCORES = {Kind.DATE: -25, Kind.BYLINE: -25, Kind.BUTTON: -6, Kind.IMAGE: -6}
_HEAD_PROSE = 60  # words of prose that end the head
_LONGEST_CAPTION = 45  # words
_LONGEST_CUE = 4  # words; a longer one holds its link
_BULLET = re.compile(r"[-–—*•▪◾●·‣]\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the page, `page[start:end]`, and what it is."""

    start: int
    end: int
    text: str
    size: int  # in words
    kind: Kind


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines, and the half-open range of them from the first to the last of the story."""

    lines: Sequence[Line]
    first: int
    last: int

    @property
    def head(self) -> Sequence[Line]:
        """Return the lines above the story."""
        return self.lines[: self.first]

    @property
    def foot(self) -> Sequence[Line]:
        """Return the lines below the story."""
        return self.lines[self.last :]

    @property
    def story(self) -> Sequence[Line]:
        """Return the lines of the story, without what is certainly no part of it."""
        return list(_without_interruptions(self.lines[self.first : self.last]))


def find_story(text: str) -> Page:
    """Return a page divided into head, story and foot; the range is empty where it has no story."""
    lines = _lines(text)
    first, last = _greatest_run(_scores(lines))
    return Page(lines, first, _extended(lines, first, last) if last else last)


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    spans = split_paragraphs(text)
    gaps = [_has_blank(text, above.end, below.start) for above, below in pairwise(spans)]
    is_spaced = sum(gaps) * 3 >= len(gaps)  # the page sets its paragraphs off by blank lines
    for number, span in enumerate(spans):
        words = text[span.start : span.end]
        line = Line(span.start, span.end, words, len(words.split()), kind_of(words))
        if lines and _is_caption(lines[-1], line, is_adjacent=is_spaced and not gaps[number - 1]):
            line = replace(line, kind=Kind.IMAGE)
        lines.append(line)
    return lines


def _has_blank(text: str, end: int, start: int) -> bool:
    return len(text[end:start].splitlines()) > 1


def _is_caption(above: Line, line: Line, *, is_adjacent: bool) -> bool:
    """Return whether a line describes the image whose file name stands above it."""
    return (
        is_image_file(above.text)
        and line.kind in {Kind.SHORT, Kind.UNDECIDED, Kind.PROSE}
        and line.size <= _LONGEST_CAPTION
        and (is_adjacent or is_credited(line.text))
    )


def _scores(lines: Sequence[Line]) -> Iterator[int]:
    """Yield what each line says for its being part of the story, above 0, or against it."""
    is_prose = _prose_test(lines)
    first_date = next((number for number, line in enumerate(lines) if line.kind is Kind.DATE), -1)
    prose = 0
    after_end = False
    for number, line in enumerate(lines):
        after_end = after_end or (line.kind is Kind.END and prose > 0)
        if is_prose(line):
            alone = after_end and not _has_prose_beside(lines, number, is_prose)
            prose += line.size
            yield 0 if alone else min(line.size, _MOST_WORDS)
        elif prose < _HEAD_PROSE and _is_head_mark(lines, number, first_date):
            yield _HEAD_SCORES[line.kind]
        else:
            yield _SCORES[line.kind]


def _is_head_mark(lines: Sequence[Line], number: int, first_date: int) -> bool:
    """Return whether a line stands between the page's head and its story.

    Of dates that is the first, or one beside another mark: the others may head the days of a
    chronicle.
    """
    if lines[number].kind is not Kind.DATE:
        return lines[number].kind in _HEAD_SCORES
    return number == first_date or lines[number - 1].kind in _HEAD_SCORES


def _prose_test(lines: Sequence[Line]) -> Callable[[Line], bool]:
    """Return the test for a paragraph that fits the page: some sites end theirs without a stop."""
    long = [line for line in lines if line.kind in {Kind.PROSE, Kind.UNDECIDED}]
    words = sum(line.size for line in long)
    words_with_stop = sum(line.size for line in long if ends_sentence(line.text))
    if words_with_stop * 5 < words:
        return lambda line: line.kind in {Kind.PROSE, Kind.UNDECIDED}
    return lambda line: line.kind is Kind.PROSE


def _has_prose_beside(lines: Sequence[Line], number: int, is_prose: Callable[[Line], bool]) -> bool:
    """Return whether a paragraph has another for a neighbour: the teasers of a list have none."""
    return any(
        is_prose(line)
        for line in (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
    )


def _greatest_run(scores: Iterable[int]) -> tuple[int, int]:
    """Return the half-open range with the greatest sum, the shortest of equals, or (0, 0)."""
    best, best_range = 0, (0, 0)
    total, first = 0, 0
    for number, score in enumerate(scores):
        if total <= 0:
            total, first = 0, number
        total += score
        if total > best:
            best, best_range = total, (first, number + 1)
    return best_range


def _extended(lines: Sequence[Line], first: int, last: int) -> int:
    """Return the end of the story moved behind what may well belong to it.

    That is a list under its last line, a few words with a full stop, and a paragraph that only
    lacks its full stop, if it speaks of the same things.
    """
    story = content_words(line.text for line in lines[first:last])
    while last < len(lines) and (
        _is_list_or_sentence(lines[last : last + 2]) or _continues(lines[last], story)
    ):
        last += 1
    return last


def _continues(line: Line, story: set[str]) -> bool:
    own = content_words([line.text])
    return line.kind is Kind.UNDECIDED and len(own & story) > len(own) / 3


def _is_list_or_sentence(lines: Sequence[Line]) -> bool:
    """Return whether the first of two lines is an entry of a list, opens one, or is a sentence."""
    line, below = lines[0].text, lines[-1].text
    if lines[0].kind in CERTAIN:
        return False
    opens_list = line.endswith(":") and bool(_BULLET.match(below))
    return bool(_BULLET.match(line)) or opens_list or ends_sentence(line)


def _without_interruptions(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of a story but for buttons, prompts, images, and links to other stories.

    Links are the short lines under a cue that stands alone. Of several, the one above a paragraph
    stays, as it may be a subheading.
    """
    links: list[Line] = []
    after_cue = False
    for line in lines:
        if line.kind in {Kind.RELATED, Kind.END}:
            after_cue = line.size <= _LONGEST_CUE
        elif after_cue and line.kind in {Kind.SHORT, Kind.UNDECIDED}:
            links.append(line)
        elif line.kind not in CERTAIN:
            yield from links[1:][-1:]
            yield line
            links, after_cue = [], False
