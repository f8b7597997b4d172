"""An article in, its chunks out: what the encoder sees at once and a search returns."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from corpus.article import Article
from corpus.sentences import Span, split_paragraphs, split_sentences

CountTokens = Callable[[Sequence[str]], Sequence[int]]

BUDGET = 150  # tokens
OVERLAP = 30  # tokens; about one short sentence

CHUNKER = f"sentences-{BUDGET}-{OVERLAP}-2"
"""Names this way of chunking in a manifest; an index made by another must be rebuilt."""

# Against the square of a chunk's empty share: what is given up to end it with a paragraph (a fifth
# of the budget), and not on a heading.
_PARAGRAPH_COST = 0.04
_HEADING_COST = 1.0
_LONGEST_HEADING = 15  # words
_LONGEST_CONTEXT_TITLE = 200  # characters; context and chunk share the encoder's window
_COUNTED_AT_ONCE = 10_000  # texts; a tokenizer takes some 1.6 kB for each
_TERMINATORS = ".!?؟…:؛,،\"'”’»)"
_WORD = re.compile(r"\S+")
_CLAUSE_MARKS = "،؛,;:–—)"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of an article: its words are `article.text[start:end]`, in code points."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of one that is too long, with what packing needs to know of it."""

    start: int
    end: int
    tokens: int
    ends_paragraph: bool
    is_heading: bool


def chunk_article(
    article: Article, count_tokens: CountTokens, budget: int = BUDGET, overlap: int = OVERLAP
) -> list[Chunk]:
    """Return the chunks of an article in order: whole sentences, up to `budget` tokens each.

    Every character of the text that is not white space is in a chunk. The chunks of an article
    are of a like size, end with a paragraph where that costs little, and not on a heading. The
    last sentence of one opens the next too when it has at most `overlap` tokens. A sentence longer
    than the budget is cut after a clause, else between words, else within a word.

    Args:
        count_tokens: the encoder's own count for each of several texts. Counts are taken to add
            up over sentences, which holds for tokenizers that split at white space first.
    """
    if budget < 1:
        raise ValueError(f"a chunk needs a budget of at least one token, not {budget}")
    pieces = _pieces(article.text, count_tokens, budget)
    return [
        Chunk(article.id, pieces[first].start, pieces[last - 1].end)
        for first, last in _packed(pieces, budget, overlap)
    ]


def context(article: Article) -> str:
    """Return what the encoder is told about a chunk besides its words: title, source and day.

    The empty string where none is known.
    """
    title = article.title[:_LONGEST_CONTEXT_TITLE].strip()
    origin = ", ".join(part for part in (article.source, article.published[:10]) if part)
    return f"{title} ({origin})" if title and origin else title or origin


def _pieces(text: str, count_tokens: CountTokens, budget: int) -> list[_Piece]:
    paragraphs = split_paragraphs(text)
    paragraph_ends = {span.end for span in paragraphs}
    headings = {span.end for span in paragraphs if _is_heading(text[span.start : span.end])}
    pieces: list[_Piece] = []
    for span, tokens in _counted(text, split_sentences(text), count_tokens):
        parts = [(span, tokens)] if tokens <= budget else _cut(text, span, count_tokens, budget)
        pieces.extend(
            _Piece(part.start, part.end, size, part.end in paragraph_ends, part.end in headings)
            for part, size in parts
        )
    return pieces


def _is_heading(paragraph: str) -> bool:
    return paragraph[-1] not in _TERMINATORS and len(paragraph.split()) <= _LONGEST_HEADING


def _counted(text: str, spans: Sequence[Span], count_tokens: CountTokens) -> list[tuple[Span, int]]:
    sizes: list[int] = []
    for number in range(0, len(spans), _COUNTED_AT_ONCE):
        some = spans[number : number + _COUNTED_AT_ONCE]
        sizes.extend(count_tokens([text[span.start : span.end] for span in some]))
    return list(zip(spans, sizes, strict=True))


def _cut(
    text: str, sentence: Span, count_tokens: CountTokens, budget: int
) -> list[tuple[Span, int]]:
    """Return the parts of a sentence that is longer than the budget, each within it."""
    words = [
        part
        for word, size in _counted(text, _words(text, sentence), count_tokens)
        for part in _halved(text, word, size, count_tokens, budget)
    ]
    parts = []
    first = 0
    while first < len(words):
        last = _fitting(words, first, budget)
        if last < len(words):
            last = _after_clause(text, words, first, last)
        size = sum(tokens for _, tokens in words[first:last])
        parts.append((Span(words[first][0].start, words[last - 1][0].end), size))
        first = last
    return parts


def _words(text: str, span: Span) -> list[Span]:
    return [
        Span(match.start(), match.end()) for match in _WORD.finditer(text, span.start, span.end)
    ]


def _halved(
    text: str, word: Span, size: int, count_tokens: CountTokens, budget: int
) -> list[tuple[Span, int]]:
    """Return a word, or where it alone exceeds the budget, pieces of it that do not.

    A single character is left as it is, however many tokens it takes.
    """
    if size <= budget or word.end - word.start == 1:
        return [(word, size)]
    middle = (word.start + word.end) // 2
    halves = [Span(word.start, middle), Span(middle, word.end)]
    return [
        part
        for half, half_size in _counted(text, halves, count_tokens)
        for part in _halved(text, half, half_size, count_tokens, budget)
    ]


def _fitting(words: Sequence[tuple[Span, int]], first: int, budget: int) -> int:
    """Return the end of the longest run from `first` within the budget, of one word at least."""
    last = first + 1
    tokens = words[first][1]
    while last < len(words) and tokens + words[last][1] <= budget:
        tokens += words[last][1]
        last += 1
    return last


def _after_clause(text: str, words: Sequence[tuple[Span, int]], first: int, last: int) -> int:
    """Return a better end for a run of words: behind a clause in its second half, if any."""
    for end in range(last, first + (last - first) // 2, -1):
        if text[words[end - 1][0].end - 1] in _CLAUSE_MARKS:
            return end
    return last


def _packed(pieces: Sequence[_Piece], budget: int, overlap: int) -> list[tuple[int, int]]:
    """Return the cheapest division into chunks, as half-open ranges of pieces.

    By dynamic programming over the places where a chunk may end, as TeX breaks a paragraph into
    lines (Knuth and Plass 1981): filling one chunk to the brim would leave scraps behind it.
    """
    sizes = np.array([piece.tokens for piece in pieces], dtype=np.int64)
    penalties = np.array([_penalty(piece) for piece in pieces])
    repeated = [_repeated(pieces, first, budget, overlap) for first in range(len(pieces))]
    # Behind each piece, how many tokens the text has up to there.
    totals = np.concatenate(([0], np.cumsum(sizes)))
    before = totals[:-1] - [sum(piece.tokens for piece in group) for group in repeated]
    lasts = np.searchsorted(totals, before + budget, side="right") - 1
    # The square makes chunks of a like size cheaper than full ones with a scrap behind them.
    waste = np.append(((budget - np.arange(budget)) / budget) ** 2, 0.0)
    costs = np.full(len(pieces) + 1, inf)
    costs[0] = 0.0
    # For each end, where the last chunk of the best division begins.
    firsts = np.zeros(len(costs), dtype=np.int64)
    for first, last in enumerate(np.maximum(lasts, np.arange(1, len(costs)))):
        # As many ends as pieces fit a chunk, 150 of one-word lines: hence all at once.
        ends = slice(first + 1, last + 1)
        tokens = np.minimum(totals[ends] - before[first], budget)
        cost = costs[first] + (waste[tokens] + penalties[first:last])
        is_better = cost < costs[ends]
        costs[ends][is_better] = cost[is_better]
        firsts[ends][is_better] = first
    ranges = []
    end = len(pieces)
    while end:
        first = int(firsts[end])
        ranges.append((first - len(repeated[first]), end))
        end = first
    return ranges[::-1]


def _penalty(last: _Piece) -> float:
    """Return what a chunk costs for its last piece, besides the square of its empty share."""
    if last.is_heading:
        return _HEADING_COST
    return 0 if last.ends_paragraph else _PARAGRAPH_COST


def _repeated(pieces: Sequence[_Piece], first: int, budget: int, overlap: int) -> Sequence[_Piece]:
    """Return the piece before `first` if a chunk that begins there is to repeat it, else none."""
    previous = pieces[max(0, first - 1) : first]
    if any(piece.is_heading or piece.tokens > overlap for piece in previous):
        return ()
    return previous if sum(p.tokens for p in (*previous, pieces[first])) <= budget else ()
