"""Questions over indexes in, the constants of `confidence` out.

    python -m bot.answering.calibration INDEX=QUESTIONS.jsonl[:EVERY] [INDEX=… …]

With EVERY, only each such question of a file is asked. Encoder and reranker are those of
SANAD_MODEL and SANAD_RERANKER. A question counts as answerable where one of its relevant articles
is in the index, as a far miss where none is. Near misses (`kind` unanswerable-hard) are left out:
no feature here tells them apart. Answerable questions and far misses weigh the same in sum.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import islice
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from bot.answering.confidence import Evidence
from bot.answering.quotes import PASSAGES_READ, read_passages, weigh
from bot.answering.small_talk import is_small_talk
from index.encoding import Encoder, load_encoder
from index.questions import NEAR_MISS, JudgedQuestion, Question, read_questions
from index.reranking import Reranker, load_reranker
from index.search import Searcher, open_searcher
from index.settings import IndexSettings, model_cache


@dataclass(frozen=True, slots=True)
class _Observation:
    evidence: Evidence
    answerable: bool
    group: str


def main(pairs: Sequence[str]) -> None:
    """Print the fitted constants, and what each threshold would do."""
    settings = IndexSettings()
    encoder = load_encoder(settings.model, model_cache())
    reranker = load_reranker(settings.reranker, encoder)
    observations = [one for pair in pairs for one in _observe(pair, encoder, reranker)]
    features = np.array([astuple(one.evidence) for one in observations], dtype=float)
    labels = np.array([one.answerable for one in observations])
    model = LogisticRegression(class_weight="balanced", C=100.0).fit(features, labels)
    print(f"INTERCEPT = {model.intercept_[0]:.2f}")
    for field, weight in zip(fields(Evidence), model.coef_[0], strict=True):
        print(f"{field.name.upper()} = {weight:.2f}")
    probabilities = model.predict_proba(features)[:, 1]
    thresholds = np.arange(0.1, 1.0, 0.1)
    print(f"{'at or above':28}{'n':>5}" + "".join(f"{t:6.1f}" for t in thresholds))
    for group in sorted({one.group for one in observations}):
        own = probabilities[[one.group == group for one in observations]]
        shares = "".join(f"{(own >= t).mean():6.2f}" for t in thresholds)
        print(f"{group:28}{len(own):5}{shares}")


def _observe(pair: str, encoder: Encoder, reranker: Reranker | None) -> Iterator[_Observation]:
    directory, _, file = pair.partition("=")
    file, _, every = file.partition(":")
    searcher = open_searcher(Path(directory), encoder, reranker)
    ids = searcher.article_languages().keys()
    questions = [
        question
        for question in islice(read_questions(Path(file), JudgedQuestion), 0, None, int(every or 1))
        if question.kind != NEAR_MISS and not is_small_talk(question.question)
    ]
    for question in tqdm(questions, desc=directory):
        answerable = question.is_answerable(ids)
        yield _Observation(
            _evidence(question, searcher),
            answerable,
            f"{Path(directory).name} {question.kind or Path(file).parent.name} "
            f"{'+' if answerable else '-'}",
        )


def _evidence(question: Question, searcher: Searcher) -> Evidence:
    query = searcher.understand(question.question, question.now)
    passages = searcher.search(query, PASSAGES_READ)
    return weigh(query, passages, read_passages(searcher, query, passages))


if __name__ == "__main__":
    main(sys.argv[1:])
