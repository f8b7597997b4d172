"""Token vectors in, scores of passages and of their sentences for a question out.

Late interaction (Khattab & Zaharia 2020, ColBERT) over the token vectors of the very model that
makes the passage vectors: each token of the question looks for its best match, and the matches
are averaged, rare tokens weighing more.
"""

from collections.abc import Sequence
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
    weights: Scores


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """The tokens of several passages, one passage after another.

    `vectors` is (tokens, dim), centred and of norm nearly 1; those of passage i are
    `vectors[offsets[i] : offsets[i + 1]]`, and `spans` (tokens, 2) are their code-point offsets
    in what the encoder read of the passage.
    """

    vectors: Vectors
    offsets: npt.NDArray[np.int64]
    spans: npt.NDArray[np.int64]


def score_passages(query: QueryTokens, passages: PassageTokens) -> Scores:
    """Return the late-interaction score of each passage, between -1 and 1; shape (passages,).

    For query tokens q with weights w, and the tokens d of the passage,

        score = Σ_q w_q · max_d cos(q, d)
    """
    similarities = query.vectors @ passages.vectors.T
    begins, ends = passages.offsets[:-1], passages.offsets[1:]
    scores = np.full(len(begins), NO_MATCH, dtype=np.float32)
    spoken = ends > begins
    if spoken.any():
        best = np.maximum.reduceat(similarities, begins[spoken], axis=1)
        scores[spoken] = query.weights @ best
    return scores


def score_spans(
    query: QueryTokens,
    passages: PassageTokens,
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
    similarities = query.vectors @ passages.vectors.T
    scores: list[list[float]] = []
    bounds = zip(passages.offsets[:-1], passages.offsets[1:], strict=True)
    for (begin, end), wanted, context in zip(bounds, spans, contexts, strict=True):
        starts, ends = passages.spans[begin:end].T
        own = similarities[:, begin:end]
        scores.append([])
        for span in wanted:
            inside = ((starts < span.end) & (ends > span.start)) | (ends <= context)
            best = own[:, inside].max(axis=1, initial=NO_MATCH)
            scores[-1].append(float(query.weights @ best))
    return scores
