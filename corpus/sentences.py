"""A text in, the spans of its sentences out, for Arabic and English alike.

Written here because the libraries at hand do not serve: pysbd has had no release since 2021 and
cuts Arabic after «د.» and at colons; statistical splitters want a model per language. The rules
follow Unicode's sentence segmentation (UAX #29), tailored to news: abbreviations, initials,
enumerations, quotations and the Arabic semicolon.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.abbreviations import FullStop, full_stop_after, is_sentence_opener

# A longer sentence is worth cutting at «؛», which Arabic writers put between clauses that could
# stand alone; a shorter one reads better whole.
WEAK_BOUNDARY_LENGTH = 200
_SHORTEST_CLAUSE = 40

_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TERMINATORS = ".!?؟۔…"
_CLOSING = "\"'”’»›)]} \u200e\u200f\u202c\u2069"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Terminators, «. . .» included; then what belongs to the sentence they end: closing quotes,
# brackets, footnote marks such as [3]. No two parts share a character, so nothing backtracks.
_STOP = re.compile(
    rf"""
    (?P<mark> [.!?؟۔…‼⁇⁈⁉。！？]+ (?: [ \xa0] \.+ )* )
    (?P<close> (?: ["'”’»›)\]}}{_BIDI}] | \xa0[»›] | \[\d{{1,3}}\] )* )
    """,
    re.VERBOSE,
)
_OPENING = re.compile(rf"[\s\"'“‘«‹(\[{{¿¡{_BIDI}\u2013\u2014-]*")
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
_TOKEN_REACH = 40  # characters; no abbreviation is longer


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points, as in `text[start:end]`."""

    start: int
    end: int


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of a text in order, without the white space around them.

    The spans do not overlap and together hold every character that is not white space. A line
    break ends a sentence (unless it only wraps the lines of a paragraph), and so do . ! ? ؟ … with
    the quotes and brackets that close behind them, where what follows can begin a sentence. «؛»
    ends one only within a sentence of more than 200 characters. Takes time linear in the text.
    """
    spans: list[Span] = []
    for paragraph in split_paragraphs(text):
        for sentence in _sentences(text, paragraph):
            spans.extend(_clauses(text, sentence))
    return spans


def split_paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text in order, without the white space around them.

    A paragraph is a line, or the lines of a block that was wrapped to a width.
    """
    spans: list[Span] = []
    block: list[Span] = []
    for line in _lines(text):
        if block and _is_blank_between(text, block[-1].end, line.start):
            spans.extend(_unwrapped(text, block))
            block = []
        block.append(line)
    spans.extend(_unwrapped(text, block))
    return spans


def ends_sentence(line: str) -> bool:
    """Return whether a line ends as a sentence does, quotes and brackets behind it aside."""
    stop = line.rstrip(_CLOSING)[-1:]
    return stop != "" and stop in _TERMINATORS


def _lines(text: str) -> list[Span]:
    starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]
    ends = [*(match.start() for match in _LINE_BREAK.finditer(text)), len(text)]
    lines = (_stripped(text, start, end) for start, end in zip(starts, ends, strict=True))
    return [line for line in lines if line]


def _is_blank_between(text: str, end: int, start: int) -> bool:
    return len(_LINE_BREAK.findall(text, end, start)) > 1


def _unwrapped(text: str, block: list[Span]) -> list[Span]:
    """Return the lines of a block, or the block as one paragraph where a width explains its breaks.

    That is so when no line but the last had room for the first word of the line below it, and the
    last ends as a sentence does.
    """
    narrowest, widest, fewest_lines = 50, 120, 3  # width in characters
    width = max((line.end - line.start for line in block), default=0)
    if len(block) < fewest_lines or not narrowest <= width <= widest:
        return block
    if not ends_sentence(text[block[-1].start : block[-1].end]):
        return block
    for line, below in pairwise(block):
        first_word = text[below.start : below.start + width].split(maxsplit=1)[0]
        if line.end - line.start + 1 + len(first_word) <= width:
            return block
    return [Span(block[0].start, block[-1].end)]


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
        if stop.end() < paragraph.end and _is_boundary(text, start, stop, paragraph.end):
            if sentence := _stripped(text, start, stop.end()):
                yield sentence
            start = stop.end()
    if last := _stripped(text, start, paragraph.end):
        yield last


def _is_boundary(text: str, start: int, stop: re.Match[str], limit: int) -> bool:
    """Return whether the sentence from `start` ends at `stop`, judged by what follows it."""
    following = _following(text, stop.end(), limit)
    if following == limit:
        return False  # nothing but quotes and dashes is left: they stay with this sentence
    if text[following].islower() and not _is_plain_question(stop):
        return False
    if text[stop.start() - 1] in "[(" and stop["close"][:1] in {"]", ")"}:
        return False  # an omission: […]
    if stop["mark"] != ".":
        return text[stop.end()].isspace() or _is_arabic(text[following])
    if not text[stop.end()].isspace():
        return _ends_without_space(text, start, stop, following)
    return bool(stop["close"]) or _ends_after_token(text, start, stop.start(), following)


def _following(text: str, end: int, limit: int) -> int:
    """Return where the next word begins, past spaces, opening quotes and dashes."""
    opening = _OPENING.match(text, end, limit)
    return opening.end() if opening else end


def _is_plain_question(stop: re.Match[str]) -> bool:
    # «"Why?" she asked» goes on; «why? nobody knows» does not, however careless with capitals.
    return stop["mark"][-1] in "?؟" and not stop["close"]


def _is_arabic(character: str) -> bool:
    return bool(_ARABIC_LETTER.match(character))


def _token_before(text: str, start: int, stop: int) -> tuple[str, str]:
    """Return the word that ends at `stop`, and the little of its sentence that stands before it."""
    reach = text[max(start, stop - _TOKEN_REACH) : stop]
    before, space, token = reach.replace("\xa0", " ").rpartition(" ")
    return before + space, token


def _ends_after_token(text: str, start: int, stop: int, following: int) -> bool:
    """Return whether a full stop followed by a space ends the sentence."""
    before, token = _token_before(text, start, stop)
    is_first = not before.strip() and stop - start <= _TOKEN_REACH
    match full_stop_after(token, preceded_by=before, is_first=is_first):
        case FullStop.BOUNDARY:
            return True
        case FullStop.NEVER:
            return False
        case FullStop.UNLESS_NUMBER:
            return not text[following].isdigit()
        case FullStop.BEFORE_OPENER:
            return _opens_sentence(text, following)


def _ends_without_space(text: str, start: int, stop: re.Match[str], following: int) -> bool:
    """Return whether a full stop with a letter right behind it ends the sentence.

    Hurried copy omits the space; addresses, decimals and initials never had one.
    """
    _, token = _token_before(text, start, stop.start())
    if stop["close"]:
        return _is_arabic(text[following])
    if not re.fullmatch(r"[^\W\d_]{3,}", token.strip("\"'“«(،,")) or following != stop.end():
        return False
    return (
        _is_arabic(text[following]) if _is_arabic(token[-1]) else _opens_sentence(text, following)
    )


def _opens_sentence(text: str, position: int) -> bool:
    word = _WORD.match(text, position)
    return word is not None and is_sentence_opener(word.group())


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    """Yield a sentence, or its parts between «؛» where it is long."""
    if sentence.end - sentence.start <= WEAK_BOUNDARY_LENGTH:
        yield sentence
        return
    start = sentence.start
    cut = text.find("؛", start + _SHORTEST_CLAUSE, sentence.end - _SHORTEST_CLAUSE)
    while cut != -1:
        if clause := _stripped(text, start, cut + 1):
            yield clause
        start = cut + 1
        cut = text.find("؛", start + _SHORTEST_CLAUSE, sentence.end - _SHORTEST_CLAUSE)
    if rest := _stripped(text, start, sentence.end):
        yield rest


def _stripped(text: str, start: int, end: int) -> Span | None:
    """Return the range without the white space at its ends, None where nothing else is in it."""
    stripped = text[start:end]
    start += len(stripped) - len(stripped.lstrip())
    end = start + len(stripped.strip())
    return Span(start, end) if start < end else None
