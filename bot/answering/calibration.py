"""Questions over indexes in, the constants of `confidence` out.

    python -m bot.answering.calibration [--unread] INDEX=QUESTIONS.jsonl[:EVERY] [INDEX=… …]

With EVERY, only each such question of a file is asked. Encoder and reranker are those of
SANAD_MODEL and SANAD_RERANKER; with `--unread`, no reader reads passages. A question counts as
answerable where one of its relevant articles is in the index, as a near miss where its `kind` is
unanswerable-hard, and else as a far miss. HELD is fitted to tell answerable questions from far
misses, each counting once, QUOTED to tell questions whose first quote answers from other answerable
ones and near misses, each pair of INDEX and QUESTIONS counting the same. What each threshold would
do is shown by probabilities that were fitted on the other half of the questions, of every file
alternate blocks.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from bot.answering.confidence import ANSWERED, RELATED, Evidence, Logistic, joint
from bot.answering.evaluation import auroc, calibration_error, quote_answers
from bot.answering.quotes import PASSAGES_READ, read_passages, weigh
from bot.answering.small_talk import is_small_talk
from index.encoding import Encoder, load_encoder
from index.questions import NEAR_MISS, JudgedQuestion, read_questions
from index.reader import Reader, load_reader
from index.reranking import Reranker, load_reranker
from index.search import Searcher, open_searcher
from index.settings import IndexSettings, model_cache

_BLOCK = 20  # questions in a row, most of them on the same articles


@dataclass(frozen=True, slots=True)
class _Observation:
    evidence: Evidence
    answerable: bool
    near: bool
    answered: bool
    pair: str
    kind: str
    half: int


def main(arguments: Sequence[str]) -> None:
    """Print the fitted constants, and what each threshold would do."""
    parser = argparse.ArgumentParser(prog="python -m bot.answering.calibration")
    parser.add_argument("--unread", action="store_true")
    parser.add_argument("pairs", nargs="+", metavar="INDEX=QUESTIONS.jsonl[:EVERY]")
    given = parser.parse_args(arguments)
    settings = IndexSettings()
    encoder = load_encoder(settings.model, model_cache())
    reranker = load_reranker(settings.reranker, encoder)
    reader = None if given.unread else load_reader(encoder)
    observations = [
        one for pair in given.pairs for one in _observe(pair, encoder, reranker, reader)
    ]
    names = ("HELD", "QUOTED") if reader is None else ("HELD", "QUOTED_AND_READ")
    for name, fitted in zip(names, _fit(observations), strict=True):
        weights = ", ".join(f"{weight:.2f}" for weight in fitted.weights)
        print(f"{name} = Logistic({fitted.intercept:.2f}, ({weights}))")
    _report(observations)


def _observe(
    pair: str, encoder: Encoder, reranker: Reranker | None, reader: Reader | None
) -> Iterator[_Observation]:
    directory, _, file = pair.partition("=")
    file, _, every = file.partition(":")
    searcher = open_searcher(Path(directory), encoder, reranker)
    ids = searcher.article_languages().keys()
    questions = [
        question
        for question in islice(read_questions(Path(file), JudgedQuestion), 0, None, int(every or 1))
        if not is_small_talk(question.question)
    ]
    for number, question in enumerate(tqdm(questions, desc=directory)):
        answerable = question.is_answerable(ids)
        evidence, answers = _ask(question, searcher, reader)
        name = question.kind or f"{Path(file).parent.name} {question.language}"
        yield _Observation(
            evidence,
            answerable,
            not answerable and question.kind == NEAR_MISS,
            answerable and answers,
            pair,
            f"{Path(directory).name} {name} {'+' if answerable else '-'}",
            number // _BLOCK % 2,
        )


def _ask(
    question: JudgedQuestion, searcher: Searcher, reader: Reader | None
) -> tuple[Evidence, bool]:
    query = searcher.understand(question.question, question.now)
    passages = searcher.search(query, PASSAGES_READ)
    selection = read_passages(searcher, reader, query, passages)
    answers = quote_answers(question, selection.quotes[0].text)
    return weigh(searcher, query, passages, selection), answers


def _fit(observations: Sequence[_Observation]) -> tuple[Logistic, Logistic]:
    told = [one for one in observations if not one.near]
    # Without a reader nothing tells near misses apart.
    on_the_matter = [
        one
        for one in observations
        if one.answerable or (one.near and one.evidence.read is not None)
    ]
    sizes = Counter(one.pair for one in on_the_matter)
    return (
        _logistic(
            [one.evidence.of_passages for one in told],
            [one.answerable for one in told],
            np.ones(len(told)),
        ),
        _logistic(
            [one.evidence.of_quote for one in on_the_matter],
            [one.answered for one in on_the_matter],
            np.array([len(on_the_matter) / len(sizes) / sizes[one.pair] for one in on_the_matter]),
        ),
    )


def _logistic(
    features: Sequence[Sequence[float]], events: Sequence[bool], counts: npt.NDArray[np.float64]
) -> Logistic:
    model = LogisticRegression(C=100.0, max_iter=1000)
    model.fit(np.array(features, dtype=float), np.array(events), sample_weight=counts)
    return Logistic(float(model.intercept_[0]), tuple(map(float, model.coef_[0])))


def _report(observations: Sequence[_Observation]) -> None:
    confidence = np.zeros(len(observations))
    for half in (0, 1):
        held, quoted = _fit([one for one in observations if one.half != half])
        for number, one in enumerate(observations):
            if one.half == half:
                confidence[number] = joint(held, quoted, one.evidence)
    ones = np.ones(len(observations))
    answerable = np.array([one.answerable for one in observations])
    answered = np.array([one.answered for one in observations])
    near = np.array([one.near for one in observations])
    print(f"AUROC, far misses: {auroc(confidence, answerable, ones * ~near):.3f}")
    print(f"AUROC, near misses: {auroc(confidence, answerable, ones * (answerable | near)):.3f}")
    print(f"calibration error: {calibration_error(confidence, answered, ones):.3f}")
    thresholds = sorted({RELATED, ANSWERED, 0.08, 0.12, 0.15, 0.2, 0.3, 0.34, 0.42, 0.5, 0.6})
    print(f"{'at or above':36}{'n':>5}" + "".join(f"{t:6.2f}" for t in thresholds))
    for kind in sorted({one.kind for one in observations}):
        own = confidence[[one.kind == kind for one in observations]]
        shares = "".join(f"{(own >= t).mean():6.2f}" for t in thresholds)
        print(f"{kind:36}{len(own):5}{shares}")


if __name__ == "__main__":
    main(sys.argv[1:])
