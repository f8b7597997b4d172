"""What speaks for each passage in, one score for each out."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from index.dense import Ids, Scores


@dataclass(frozen=True, slots=True)
class Ranking:
    """What each part of the ranking weighs; a part that weighs nothing finds nothing either."""

    late: float
    dense: float
    words: float
    names: float
    time: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """What speaks for each of some chunks; every array is (chunks,).

    `similarity` and `match` are the cosine of meanings and the late-interaction score, `dense` and
    `late` the same in standard deviations from what passages of their language usually have, so
    that those of two languages can be compared. `words` is the share of the question's words that
    a passage in its language says, `names` that of its names that one in the other language says.
    """

    chunks: Ids
    similarity: Scores
    match: Scores
    dense: Scores
    late: Scores
    words: Scores
    names: Scores

    def take(self, rows: Ids) -> "Candidates":
        """Return the candidates with these numbers, in this order."""
        return Candidates(*(getattr(self, field.name)[rows] for field in fields(self)))

    @classmethod
    def join(cls, parts: Sequence[Self]) -> Self:
        """Return the candidates of several languages, one after another."""
        return cls(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)))


def relevance(candidates: Candidates, ranking: Ranking) -> Scores:
    """Return how well each candidate fits the question, whatever its time; shape (chunks,)."""
    fits: Scores = (
        ranking.late * candidates.late
        + ranking.dense * candidates.dense
        + ranking.words * candidates.words
        + ranking.names * candidates.names
    )
    return fits
