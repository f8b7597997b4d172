"""Passages in, the sentences that fit the question best out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, log
from typing import TYPE_CHECKING

from bot.answering.confidence import Evidence, ReaderOdds, logistic
from corpus.normalization import fold
from corpus.sentences import Span, ends_sentence, split_sentences
from index.passage import Passage
from index.search import Query, Searcher

if TYPE_CHECKING:
    from index.reader import Reader

MOST_QUOTES = 3
MOST_QUOTES_AN_ARTICLE = 2

PASSAGE_WEIGHT = 0.1
"""What a passage's search score adds to the match of its sentences; of 0, .02, .05, .1, .2 and .3
the one that most often puts the answer into the first quote without losing it from the three
(eval/newsroom, `must`, as `sanad eval` measures it)."""

SPAN_WEIGHT, SPAN_SCALE, ARTICLE_WEIGHT = 0.5, 8.0, 0.3
"""The reader adds to the match of a sentence the first weight times the logistic function of its
span score over the scale: that words hold an answer, and do not only fit the question. In place of
its passage's search score counts the best of its article, times the last weight: which report is
meant the search knows, where in it the answer stands the reader. Of .3 to .6, scales of 4 and 8,
and 0 to .3 for passage and article these put the answer into the first quote most often: for .63 of
eval/newsroom's questions, .62 among 2,966 passages (.53 and .50 unread, .61 and .58 with .2 for the
passage), and on each half of it as often as any or within a question; on a fifth of xquad-dev .78
in Arabic (.76 unread) and .79 in English (.80). Where the latest report is asked for it is 11 of 20
(10 unread). Unread the article's score is no better than the passage's."""

MARGIN = 0.16
"""How far a further quote may fall behind the first. Of .08, .12, .16, .2 and .3 the one from which
on the answer is hardly more often among the quotes of eval/newsroom."""

NUMBER_CUE = 0.03
"""What a figure in a sentence adds to its match where the question asks for one. On eval/newsroom
`must` is then in the first quote for .519 of its questions, not .514, in any for .676, not .671
(`sanad eval`)."""

_LONGEST_LEAD = 0.3
"""A longer one says no more. With the bound the confidence, without a reader, tells right first
quotes from wrong ones with AUROC .67 (eval/newsroom) and .86 (eval/xquad-dev in Arabic), without it
.63 and .85, with no lead among the features .56 and .83; by constants from the other half of the
questions."""

_LONG = 8
"""Tokens of a question; from here on more of them make no chance match less likely."""

_SIZES = (150, 10_000)
"""Passages. Of smaller collections than were fitted on, size is not taken to tell more: in three
draws of 15 of eval/newsroom's articles, .79 of the answerable questions (.80 without the bound) and
.13 of the far misses (.17) are `answered`. Among 14,034 passages, beyond the upper bound, .94 and
.12 of English xquad-dev are, .94 and .09 among 2,966."""

_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|old|long|far|high|big|large|deep)\b"
    r"|(?<!\w)[وفب]?(?:كم|چم|كام|قديش|اديش|شقد|شكد|شحال)(?!\w)"
)
"""In folded questions, spoken Arabic too."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One or two whole sentences of a passage, with how well they fit the question."""

    passage: Passage
    span: Span
    score: float

    @property
    def text(self) -> str:
        """Return the quoted words, the article's own characters."""
        return self.passage.article.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Selection:
    """Quotes, best first, and what is known of the first one.

    `lead` is by how much it fits better than any of another article; `read` is None without a
    reader.
    """

    quotes: list[Quote]
    lead: float
    read: ReaderOdds | None


def read_passages(
    searcher: Searcher, reader: "Reader | None", query: Query, passages: Sequence[Passage]
) -> Selection:
    """Return the best quotes from at least one passage, at least one."""
    spans = [list(_quotable(passage)) for passage in passages]
    fits = searcher.score_spans(query, passages, spans)
    readings = reader.read(query.text, passages, spans) if reader else None
    held = [[logistic(score / SPAN_SCALE) for score in one.scores] for one in readings or []]
    candidates = _scored(query, passages, spans, fits, held)
    first = passages.index(candidates[0].passage)
    odds = [reading.log_odds for reading in readings or []]
    read = ReaderOdds(odds[first], max(odds)) if odds else None
    return Selection(_choose(candidates), _lead(candidates), read)


def _scored(
    query: Query,
    passages: Sequence[Passage],
    spans: Sequence[Sequence[Span]],
    fits: Sequence[Sequence[float]],
    held: Sequence[Sequence[float]],
) -> list[Quote]:
    """Return every span of the passages as a quote, the best first.

    Args:
        fits: for each passage, how well each of its spans fits the question.
        held: likewise how sure the reader is that the span holds an answer; empty without one.
    """
    cue = NUMBER_CUE if _ASKS_NUMBER.search(fold(query.text)) else 0.0
    best: dict[str, float] = {}
    for passage in passages:
        best[passage.article.id] = max(passage.score, best.get(passage.article.id, -inf))
    scored = []
    for number, passage in enumerate(passages):
        for place, span in enumerate(spans[number]):
            words = passage.article.text[span.start : span.end]
            score = fits[number][place] + cue * any(map(str.isdigit, words))
            if held:
                score += ARTICLE_WEIGHT * best[passage.article.id]
                score += SPAN_WEIGHT * held[number][place]
            else:
                score += PASSAGE_WEIGHT * passage.score
            scored.append(Quote(passage, span, score))
    return sorted(scored, key=lambda quote: -quote.score)


def weigh(
    searcher: Searcher, query: Query, passages: Sequence[Passage], selection: Selection
) -> Evidence:
    """Return what passages that were read, and the first quote from them, say for an answer."""
    first = selection.quotes[0]
    [[said]] = searcher.score_spans(query, [first.passage], [[first.span]], in_context=False)
    return Evidence(
        match=max(passage.match for passage in passages),
        similarity=max(passage.similarity for passage in passages),
        names=max(passage.names for passage in passages),
        length=log(min(max(query.length, 1), _LONG)),
        size=log(min(max(searcher.manifest.chunks, _SIZES[0]), _SIZES[1])),
        said=said,
        lead=selection.lead,
        across=first.passage.article.language != query.language,
        read=selection.read,
    )


def _quotable(passage: Passage) -> Iterator[Span]:
    """Yield each sentence of a passage, and each two neighbours, as spans of the article.

    Headings and an interviewer's questions are left out where there is anything else: they state
    nothing of their own.
    """
    lines = [
        Span(passage.start + line.start, passage.start + line.end)
        for line in split_sentences(passage.text)
    ]
    text = passage.article.text
    sentences = [line for line in lines if ends_sentence(text[line.start : line.end])] or lines
    yield from [line for line in sentences if text[line.end - 1] not in "؟?"] or sentences
    for first, second in pairwise(sentences):
        if not text[first.end : second.start].strip():
            yield Span(first.start, second.end)


def _choose(candidates: Sequence[Quote]) -> list[Quote]:
    chosen: list[Quote] = []
    for candidate in candidates:
        if candidate.score < candidates[0].score - MARGIN or len(chosen) == MOST_QUOTES:
            break
        if not any(_repeats(candidate, quote) for quote in chosen) and (
            sum(candidate.passage.article.id == quote.passage.article.id for quote in chosen)
            < MOST_QUOTES_AN_ARTICLE
        ):
            chosen.append(candidate)
    return chosen


def _lead(candidates: Sequence[Quote]) -> float:
    """Return by how much the first candidate beats the best of another article, up to a bound."""
    first = candidates[0]
    others = (one for one in candidates if one.passage.article.id != first.passage.article.id)
    return min(first.score - next((one.score for one in others), -inf), _LONGEST_LEAD)


def _repeats(one: Quote, other: Quote) -> bool:
    """Return whether two quotes share words of one article, or say the same in two."""
    if one.passage.article.id != other.passage.article.id:
        return fold(one.text) == fold(other.text)
    return one.span.start < other.span.end and other.span.start < one.span.end
