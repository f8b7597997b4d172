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
from index.encoding import Vectors

NO_MATCH = -1.0  # the lowest cosine


@dataclass(frozen=True, slots=True)
class QueryTokens:
    """A question's tokens: centred unit vectors (tokens, dim), weights (tokens,) of sum 1."""

    vectors: Vectors
    weights: npt.NDArray[np.float32]


def score_spans(
    query: QueryTokens,
    vectors: Vectors,
    token_spans: npt.NDArray[np.int64],
    spans: Sequence[Span],
) -> list[float]:
    """Return the late-interaction score of each span of a passage, between -1 and 1.

    For query tokens q with weights w, and the passage tokens d that overlap the span,

        score = Σ_q w_q · max_d cos(q, d)

    Args:
        vectors: the passage's tokens, centred, (tokens, dim), rows of norm 1.
        token_spans: their code-point offsets, (tokens, 2).
        spans: code-point offsets on the same text.
    """
    similarities = query.vectors @ vectors.T
    scores = []
    for span in spans:
        inside = (token_spans[:, 0] < span.end) & (token_spans[:, 1] > span.start)
        best = similarities[:, inside].max(axis=1, initial=NO_MATCH)
        scores.append(float(query.weights @ best))
    return scores
