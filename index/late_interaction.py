"""Token vectors in, scores of passages and of their sentences for a question out.

Late interaction (Khattab & Zaharia 2020, ColBERT) over the token vectors of the very model that
makes the passage vectors: each token of the question looks for its best match, and the matches
are averaged, rare tokens weighing more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.sentences import Span
from index.arrays import Scores
from index.encoding import Vectors

NO_MATCH = -1.0  # the lowest cosine


@dataclass(frozen=True, slots=True)
class QueryTokens:
    """A question's tokens: centred unit vectors (tokens, dim), weights (tokens,) of sum 1."""

    vectors: Vectors
    weights: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """A passage's tokens: centred vectors (tokens, dim) of norm nearly 1, and where they stand.

    `spans` (tokens, 2) are their code-point offsets in what the encoder read of the passage.
    """

    vectors: Vectors
    spans: npt.NDArray[np.uint32]


def score_passages(query: QueryTokens, passages: Iterable[Vectors]) -> Scores:
    """Return the late-interaction score of each passage, between -1 and 1; shape (passages,).

    For query tokens q with weights w, and the tokens d of the passage,

        score = Σ_q w_q · max_d cos(q, d)

    Args:
        passages: the vectors of each one's tokens, (tokens, dim). Given one at a time, they are
            scored before they leave the processor's cache.
    """
    turned = np.ascontiguousarray(query.vectors.T)
    scores = (_best(vectors @ turned) @ query.weights for vectors in passages)
    return np.fromiter(scores, dtype=np.float32)


def score_spans(
    query: QueryTokens,
    passages: Iterable[PassageTokens],
    spans: Sequence[Sequence[Span]],
    contexts: Sequence[int],
) -> list[list[float]]:
    """Return the same score of spans of each passage: over the tokens that overlap the span.

    The tokens of the passage's context count for each of its spans: a question's words that the
    title says speak for no sentence more than for another, and «he said» is about whom it names.

    Args:
        spans: for each passage, code-point offsets in what the encoder read of it.
        contexts: for each passage, where in that its title, source and date end.
    """
    scores: list[list[float]] = []
    for tokens, wanted, context in zip(passages, spans, contexts, strict=True):
        similarities = tokens.vectors @ query.vectors.T
        starts, ends = tokens.spans.T
        scores.append([])
        for span in wanted:
            inside = ((starts < span.end) & (ends > span.start)) | (ends <= context)
            scores[-1].append(float(_best(similarities[inside]) @ query.weights))
    return scores


def _best(similarities: Vectors) -> Scores:
    """Return the highest of (tokens, query tokens) for each query token."""
    best: Scores = similarities.max(axis=0, initial=NO_MATCH)
    return best
