"""Questions with what would be right in, measures of the answers to them out.

Strings are looked for in quotes folded (`corpus.normalization`): words count, not their spelling. A
question whose relevant articles are all missing from the index is unanswerable. Of these, near
misses (`kind` unanswerable-hard) are told from the rest, far misses.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.answering.answer import Answer, Citation, Reason, Status
from bot.answering.library import Library
from bot.answering.quotes import MOST_QUOTES
from corpus.normalization import fold
from corpus.sentences import split_sentences
from index.questions import NEAR_MISS, JudgedQuestion
from index.scores import Array, Flags, GroupScores, Percentiles, auroc, mean_scores, ratio, score

ALL = "all"
MOST_SENTENCES = 2
"""A quote has no more than these."""

_BINS = 10
_UNESTIMATED = {Reason.SMALL_TALK, Reason.EMPTY}
"""Where a rule decides, before any confidence is estimated."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer beside what would be right; None where the question does not say.

    `in_quotes` and `in_first`: the quotes, or the first alone, hold a string of each group of
    `must`. `excluded`: the first holds one of `must_not`. `cited`: a relevant article is cited.
    `inexact` and `too_long` count quotes that are not the article's characters, or too many
    sentences.
    """

    question: JudgedQuestion
    answer: Answer
    answerable: bool
    in_quotes: bool | None
    in_first: bool | None
    excluded: bool | None
    cited: bool | None
    inexact: int
    too_long: int

    @property
    def is_near_miss(self) -> bool:
        """Return whether the answer is missing, and a report comes close to it."""
        return not self.answerable and self.question.kind == NEAR_MISS

    @property
    def first_answers(self) -> bool | None:
        """Return whether the first quote answers the question, None where that is not known."""
        if not self.answerable:
            return False
        return None if self.in_first is None else self.in_first and not self.excluded


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """How many quotes there are, and how many break what is promised of them."""

    quotes: int
    inexact: int
    too_long: int
    answers_with_too_many: int


@dataclass(frozen=True, slots=True)
class AnswerEvaluation:
    """Scores by kind, by what the articles hold, by language of the question, and of all.

    `without_relevant` counts the questions that are unanswerable only because none of the
    articles that they name is in the index.
    """

    groups: list[GroupScores]
    quotes: QuoteCheck
    elapsed_ms: Percentiles
    without_relevant: int


def ask_all(
    questions: Sequence[JudgedQuestion],
    library: Library,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Outcome]:
    """Return the library's answers beside what would be right, in order.

    Args:
        progress: told after each question how many are done.

    Raises:
        RetrievalError: the index or the encoder fails.
    """
    answers = []
    for done, question in enumerate(questions, 1):
        answers.append(library.answer(question.question, now=question.now))
        progress(done)
    cited = {citation.article_id for answer in answers for citation in answer.citations}
    texts = {a.id: a.text if a.id in cited else "" for a in library.articles()}
    return [judge(*pair, texts) for pair in zip(questions, answers, strict=True)]


def judge(question: JudgedQuestion, answer: Answer, texts: Mapping[str, str]) -> Outcome:
    """Return an answer beside what would be right.

    Args:
        texts: those of the cited articles by id, with the ids of all others.
    """
    quotes = [fold(citation.quote) for citation in answer.citations]
    answerable = question.is_answerable(texts.keys())
    required = question.required if answerable else []
    relevant = question.relevant_ids & texts.keys() if answerable else frozenset()
    return Outcome(
        question=question,
        answer=answer,
        answerable=answerable,
        in_quotes=_hold(quotes, required) if required else None,
        in_first=_hold(quotes[:1], required) if required else None,
        excluded=_holds_any(quotes[:1], question.must_not) if question.must_not else None,
        cited=any(c.article_id in relevant for c in answer.citations) if relevant else None,
        inexact=sum(not _is_exact(citation, texts) for citation in answer.citations),
        too_long=sum(
            len(split_sentences(citation.quote)) > MOST_SENTENCES for citation in answer.citations
        ),
    )


def quote_answers(question: JudgedQuestion, quote: str) -> bool:
    """Return whether a quote holds what the question requires, and nothing that it must not."""
    folded = [fold(quote)]
    return _hold(folded, question.required) and not _holds_any(folded, question.must_not)


def evaluate(outcomes: Sequence[Outcome]) -> AnswerEvaluation:
    """Return the measures of at least one outcome."""
    return AnswerEvaluation(
        groups=[
            *(mean_scores(name, list(map(_values, own))) for name, own in _parts(outcomes)),
            *(_with_confidence(name, own) for name, own in _languages(outcomes)),
        ],
        quotes=QuoteCheck(
            quotes=sum(len(one.answer.citations) for one in outcomes),
            inexact=sum(one.inexact for one in outcomes),
            too_long=sum(one.too_long for one in outcomes),
            answers_with_too_many=sum(len(one.answer.citations) > MOST_QUOTES for one in outcomes),
        ),
        elapsed_ms=Percentiles.of([one.answer.elapsed_ms for one in outcomes]),
        without_relevant=sum(
            bool(one.question.relevant_ids)
            and one.question.answerable is not False
            and not one.answerable
            for one in outcomes
        ),
    )


def outcome_row(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as a row for error analysis."""
    question, answer = outcome.question, outcome.answer
    return {
        "id": question.id,
        "question": question.question,
        "kind": question.kind,
        "language": answer.language,
        "answerable": outcome.answerable,
        "status": answer.status,
        "reason": answer.reason,
        "confidence": round(answer.confidence, 3),
        "must_in_quotes": outcome.in_quotes,
        "must_in_first": outcome.in_first,
        "must_not_in_first": outcome.excluded,
        "article_cited": outcome.cited,
        "inexact": outcome.inexact,
        "too_long": outcome.too_long,
        "relevant": sorted(question.relevant_ids),
        "quotes": [
            {"article_id": citation.article_id, "quote": citation.quote}
            for citation in answer.citations
        ],
        "elapsed_ms": answer.elapsed_ms,
    }


def calibration_error(confidence: Array, event: Flags, counts: Array) -> float:
    """Return the expected calibration error over ten bins of equal width (Naeini et al. 2015).

    It is by how much the mean confidence of a bin differs from the share of the event in it, each
    bin weighing as much as it holds.
    """
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(bins, counts * (confidence - event))
    return float(ratio(np.abs(gaps).sum(), counts.sum()))


def _hold(quotes: Sequence[str], groups: Iterable[Sequence[str]]) -> bool:
    return all(_holds_any(quotes, group) for group in groups)


def _holds_any(quotes: Sequence[str], strings: Iterable[str]) -> bool:
    return any(fold(string) in quote for string in strings for quote in quotes)


def _is_exact(citation: Citation, texts: Mapping[str, str]) -> bool:
    return texts.get(citation.article_id, "")[citation.start : citation.end] == citation.quote


def _parts(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    """Yield the outcomes by kind, and by whether and how the answer is missing."""
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    sums: dict[str, list[Outcome]] = {"answerable": [], "near misses": [], "far misses": []}
    for one in outcomes:
        if one.question.kind:
            kinds[one.question.kind].append(one)
        missing = "near misses" if one.is_near_miss else "far misses"
        sums["answerable" if one.answerable else missing].append(one)
    yield from kinds.items()
    yield from ((name, members) for name, members in sums.items() if members)


def _languages(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, Sequence[Outcome]]]:
    """Yield the outcomes by language of the question, then all."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[f"asked in {one.question.language or one.answer.language}"].append(one)
    yield from sorted(groups.items())
    yield ALL, outcomes


def _values(outcome: Outcome) -> dict[str, float]:
    status = outcome.answer.status
    known: dict[str, bool | None] = {each.value: status is each for each in Status}
    known |= {
        "must_in_quotes": outcome.in_quotes,
        "must_in_first": outcome.in_first,
        "must_not_in_first": outcome.excluded,
        "article_cited": outcome.cited,
    }
    if outcome.answerable:
        known["false_refusals"] = status is Status.NOT_FOUND
        known["first_answers_answered"] = (
            outcome.first_answers if status is Status.ANSWERED else None
        )
    else:
        distance = "near" if outcome.is_near_miss else "far"
        known[f"false_answers_{distance}"] = status is Status.ANSWERED
    return {name: float(value) for name, value in known.items() if value is not None}


def _with_confidence(group: str, outcomes: Sequence[Outcome]) -> GroupScores:
    """Return all measures of a group, with how well its confidences tell and are calibrated."""
    means = mean_scores(group, list(map(_values, outcomes)))
    estimated = [one for one in outcomes if one.answer.reason not in _UNESTIMATED]
    if not estimated:
        return means
    confidence = np.array([one.answer.confidence for one in estimated])
    answerable = np.array([one.answerable for one in estimated])
    far = ~np.array([one.is_near_miss for one in estimated])
    first = np.array([one.first_answers is True for one in estimated])
    first_known = np.array([one.first_answers is not None for one in estimated])

    def measured(counts: Array) -> Array:
        return np.array(
            [
                auroc(confidence, answerable, counts),
                auroc(confidence, answerable, counts * far),
                auroc(confidence, answerable, counts * (answerable | ~far)),
                calibration_error(confidence, first, counts * first_known),
                calibration_error(confidence, answerable, counts),
                calibration_error(confidence, answerable, counts * far),
            ]
        )

    names = [
        "auroc",
        "auroc_far",
        "auroc_near",
        "calibration_error_first_quote",
        "calibration_error_answerable",
        "calibration_error_answerable_far",
    ]
    scores = score(group, len(estimated), names, measured)
    return GroupScores(
        group, len(outcomes), means.measures | scores.measures, means.intervals | scores.intervals
    )
