"""Questions over indexes in, the constants of `confidence` out.

    python -m bot.answering.calibration [--unread] INDEX=QUESTIONS.jsonl[:EVERY] [INDEX=… …]

With EVERY, only each such question of a file is asked. Encoder and reranker are those of
SANAD_MODEL and SANAD_RERANKER; with `--unread`, no reader reads passages. A question counts as
answerable where one of its relevant articles is in the index, as a near miss where its `kind` is
unanswerable-hard, and else as a far miss.

HELD is fitted to tell answerable questions from far misses, each counting once; the reader does
not enter it, so it is printed with `--unread` only. QUOTED is fitted to tell questions whose first
quote answers from other answerable ones, and from near misses where they are read, each pair of
INDEX and QUESTIONS counting the same. Reported is what share of each kind of question lies at or
above each threshold, and is `answered`, by constants fitted on the other half of the questions: by
their `half`, or in alternate blocks. With the reader follow bounds to choose from, each with what
it leaves `answered`.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import inf
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from bot.answering.answer import Status
from bot.answering.confidence import (
    ANSWERED,
    ANSWERED_AND_READ,
    RELATED,
    Evidence,
    Logistic,
    joint,
    status_of,
)
from bot.answering.evaluation import calibration_error, quote_answers
from bot.answering.quotes import read_passages, weigh
from bot.answering.small_talk import is_small_talk
from corpus.errors import CorpusError
from corpus.language import detect_language
from corpus.terminal import DONE, positive_argument, run_program
from index.encoding import Encoder, load_encoder
from index.errors import QuestionFileError, RetrievalError
from index.passage import PASSAGES_READ
from index.questions import NEAR_MISS, JudgedQuestion, read_questions
from index.reader import Reader, load_reader
from index.reranking import Reranker, load_reranker
from index.scores import auroc
from index.search import Searcher, open_searcher
from index.settings import IndexSettings, load_settings, model_cache

_HALVES = "ab"
_BOUNDS = (0.2, 0.24, 0.28, 0.32, 0.36, 0.4)
_BOUNDS_SEEN = (-inf, -2.5, -2.0, -1.5, -1.0, -0.5)
_BLOCK = 20  # questions in a row, most of them on the same articles


@dataclass(frozen=True, slots=True)
class _Pair:
    """An index, and which questions of a file are asked of it."""

    index: Path
    questions: Path
    every: int


@dataclass(frozen=True, slots=True)
class _Observation:
    evidence: Evidence
    answerable: bool
    near: bool
    answered: bool
    pair: _Pair
    asked: str
    kind: str
    half: int


def main(argv: Sequence[str] | None = None) -> int:
    """Print the fitted constants, and what each threshold would do; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.answering.calibration")
    parser.add_argument("--unread", action="store_true", help="leave the reader out")
    parser.add_argument(
        "pairs", nargs="+", type=_pair, metavar="INDEX=QUESTIONS.jsonl[:EVERY]", help="see above"
    )
    given = parser.parse_args(argv)
    return run_program("calibration", lambda: _calibrate(given), (RetrievalError, CorpusError))


def _pair(argument: str) -> _Pair:
    index, given, file = argument.partition("=")
    file, _, every = file.partition(":")
    if not (index and given and file):
        raise argparse.ArgumentTypeError(f"{argument!r} is not like INDEX=QUESTIONS.jsonl")
    return _Pair(Path(index), Path(file), positive_argument(every or "1"))


def _calibrate(given: argparse.Namespace) -> int:
    settings = load_settings(IndexSettings)
    encoder = load_encoder(settings.model, model_cache())
    reranker = load_reranker(settings.reranker, encoder)
    reader = None if given.unread else load_reader(encoder)
    observations = [
        one for pair in given.pairs for one in _observe(pair, encoder, reranker, reader)
    ]
    fitted = (
        {"QUOTED_AND_READ": _fit_quoted(observations)}
        if reader
        else {"HELD": _fit_held(observations), "QUOTED": _fit_quoted(observations)}
    )
    for name, model in fitted.items():
        weights = ", ".join(f"{weight:.2f}" for weight in model.weights)
        print(f"{name} = Logistic({model.intercept:.2f}, ({weights}))")
    _report(observations)
    return DONE


def _observe(
    pair: _Pair, encoder: Encoder, reranker: Reranker | None, reader: Reader | None
) -> Iterator[_Observation]:
    searcher = open_searcher(pair.index, encoder, reranker)
    ids = searcher.article_languages().keys()
    questions = [
        question
        for question in islice(read_questions(pair.questions, JudgedQuestion), 0, None, pair.every)
        if not is_small_talk(question.question)
    ]
    name = pair.index.name
    for number, question in enumerate(tqdm(questions, desc=name)):
        answerable = question.is_answerable(ids)
        evidence, answers = _ask(question, searcher, reader)
        language = question.language or detect_language(question.question)
        asked = f"{pair.questions.parent.name} {language}"
        yield _Observation(
            evidence=evidence,
            answerable=answerable,
            near=not answerable and question.kind == NEAR_MISS,
            answered=answerable and answers,
            pair=pair,
            asked=f"{name} {asked}",
            kind=f"{name} {question.kind or asked} {'+' if answerable else '-'}",
            half=_HALVES.find(question.half) if question.half else number // _BLOCK % 2,
        )


def _ask(
    question: JudgedQuestion, searcher: Searcher, reader: Reader | None
) -> tuple[Evidence, bool]:
    query = searcher.understand(question.question, question.now)
    passages = searcher.search(query, PASSAGES_READ)
    selection = read_passages(searcher, reader, query, passages)
    answers = quote_answers(question, selection.quotes[0].text)
    return weigh(searcher, query, passages, selection), answers


def _fit_held(observations: Sequence[_Observation]) -> Logistic:
    told = [one for one in observations if not one.near]
    return _logistic(
        [one.evidence.of_passages for one in told],
        [one.answerable for one in told],
        np.ones(len(told)),
    )


def _fit_quoted(observations: Sequence[_Observation]) -> Logistic:
    # Without a reader nothing tells near misses apart.
    on_the_matter = [
        one
        for one in observations
        if one.answerable or (one.near and one.evidence.read is not None)
    ]
    sizes = Counter(one.pair for one in on_the_matter)
    return _logistic(
        [one.evidence.of_quote for one in on_the_matter],
        [one.answered for one in on_the_matter],
        np.array([len(on_the_matter) / len(sizes) / sizes[one.pair] for one in on_the_matter]),
    )


def _logistic(
    features: Sequence[Sequence[float]], events: Sequence[bool], counts: npt.NDArray[np.float64]
) -> Logistic:
    if len(set(events)) < 2:
        raise QuestionFileError(
            "Each half of the questions needs some that are answered and some that are not. "
            "Name further files, or lower :EVERY."
        )
    model = LogisticRegression(C=100.0, max_iter=1000)
    model.fit(np.array(features, dtype=float), np.array(events), sample_weight=counts)
    return Logistic(float(model.intercept_[0]), tuple(map(float, model.coef_[0])))


def _report(observations: Sequence[_Observation]) -> None:
    confidence = np.zeros(len(observations))
    for half in (0, 1):
        others = [one for one in observations if one.half != half]
        held, quoted = _fit_held(others), _fit_quoted(others)
        for number, one in enumerate(observations):
            if one.half == half:
                confidence[number] = joint(held, quoted, one.evidence)
    is_answered = np.array(
        [
            status_of(probability, read=one.evidence.read) is Status.ANSWERED
            for probability, one in zip(confidence, observations, strict=True)
        ]
    )
    print(f"{'AUROC':36}{'n':>5}{'far misses':>12}{'near misses':>13}{'calibration error':>19}")
    for asked in (None, *sorted({one.asked for one in observations})):
        own = [number for number, one in enumerate(observations) if asked in (None, one.asked)]
        _report_one(asked or "all", confidence[own], [observations[number] for number in own])
    thresholds = sorted(
        {RELATED, ANSWERED, ANSWERED_AND_READ, 0.08, 0.12, 0.15, 0.2, 0.26, 0.34, 0.5, 0.6}
    )
    columns = "".join(f"{t:6.2f}" for t in thresholds)
    print(f"{'at or above':36}{'n':>5}{columns}  answered")
    for kind in sorted({one.kind for one in observations}):
        of_kind = np.array([one.kind == kind for one in observations])
        own = confidence[of_kind]
        shares = "".join(f"{(own >= t).mean():6.2f}" for t in thresholds)
        print(f"{kind:36}{len(own):5}{shares}{is_answered[of_kind].mean():10.2f}")
    read = [one.evidence.read for one in observations]
    if all(read):
        _report_bounds(confidence, np.array([one.surest for one in read if one]), observations)


def _report_bounds(
    confidence: npt.NDArray[np.float64],
    surest: npt.NDArray[np.float64],
    observations: Sequence[_Observation],
) -> None:
    """Print for bounds on both what share of each group of questions they leave `answered`."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(observations):
        groups[f"{one.asked} {'+' if one.answerable else 'near' if one.near else 'far'}"].append(
            number
        )
    columns = sorted(groups.items())
    for column, (name, own) in enumerate(columns):
        print(f"{column:4} is {name} ({len(own)})")
    print(f"{'confidence':>11}{'log-odds':>9}" + "".join(f"{n:6}" for n in range(len(columns))))
    for least, seen in product(_BOUNDS, _BOUNDS_SEEN):
        answered = (confidence >= least) & (surest >= seen)
        shares = "".join(f"{answered[own].mean():6.2f}" for _, own in columns)
        print(f"{least:11.2f}{seen:9.1f}{shares}")


def _report_one(
    name: str, confidence: npt.NDArray[np.float64], observations: Sequence[_Observation]
) -> None:
    near = np.array([one.near for one in observations])
    answerable = np.array([one.answerable for one in observations])
    answered = np.array([one.answered for one in observations])
    far_told = auroc(confidence, answerable, (~near).astype(float))
    near_told = auroc(confidence, answerable, (answerable | near).astype(float))
    off = calibration_error(confidence, answered, (~near).astype(float))
    print(f"{name:36}{len(near):5}{far_told:12.3f}{near_told:13.3f}{off:19.3f}")


if __name__ == "__main__":
    sys.exit(main())
