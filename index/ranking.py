"""What speaks for each passage in, one score for each out."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from index.arrays import Scores
from index.dense import Ids


@dataclass(frozen=True, slots=True)
class Depth:
    """How many passages of each language are put forward, by meaning, by words and by names.

    `then` are those nearest in meaning that were published in a time that is asked for.
    """

    nearest: int
    words: int
    names: int
    then: int


DEPTH = Depth(nearest=100, words=25, names=25, then=25)
"""Of the ten that come first where all 2,966 passages are looked at (newsroom, xquad-dev, ARCD and
near misses in one index), newsroom's, xquad-dev's and ARCD's questions have 1.000 .998 .990 put
forward, and the first always; with 50, 25, 25 of the ten 1.000 .987 .976, with 25, 12, 12 .956 .956
.931; 100, 50, 50 changes the last to .993, and 200, 100, 100 with twice as many to be looked at to
.999. A right article is always there (`python -m tests.benchmarks.depth`, every 8th).
"""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What each part of the ranking weighs.

    A part that weighs nothing finds nothing either; the nearest in meaning are found for `late` and
    `dense`. `depth` says how much the parts find.
    """

    late: float
    dense: float
    words: float
    names: float
    time: float
    depth: Depth = DEPTH


RANKING = Ranking(late=1.0, dense=0.0, words=2.0, names=1.25, time=1.0)
"""Chosen on eval/newsroom mixed with eval/xquad-dev, and on xquad-dev one language at a time, from
words 0, 1, 2, 3, 4, names .5, .75, 1, 1.25, 1.5, 2 and dense 0, .1, .2, .3. On either half of
newsroom .84 are right by these; by the best of words 1, 2, 3, names .75, 1, 1.25, 1.5 and time .5,
1, 1.5 for the other half, .824 (`python -m tests.benchmarks.weights`). From 1 to 1.5 names give one
point on newsroom, and cost one from English to Arabic on xquad-dev; more than a little `dense`
costs points everywhere.
"""


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


SATURATION = 4.0
"""From about how many standard deviations on late interaction tells less and less.

A passage on the very matter stands 10 to 20 out in the question's language, where its names match
to the letter, and 5 to 10 in the other; left as they are, such distances drown names, time, and
every report in the other language. Of 2, 3, 4, 5, 6, 8, 16 and none, newsroom mixed with xquad-dev
has the right passage first for .84 .84 .84 .84 .82 .82 .81 .79, and of xquad-dev's questions, with
either language's paragraph right, .95 at 4, .94 with none.
"""


def relevance(candidates: Candidates, ranking: Ranking) -> Scores:
    """Return how well each candidate fits the question, whatever its time; shape (chunks,)."""
    fits: Scores = (
        ranking.late * _saturating(candidates.late)
        + ranking.dense * candidates.dense
        + ranking.words * candidates.words
        + ranking.names * candidates.names
    )
    return fits


def _saturating(deviations: Scores) -> Scores:
    """Return deviations z as they are below 0, and above as c · ln(1 + z / c), c the saturation."""
    above = SATURATION * np.log1p(np.maximum(deviations, 0) / SATURATION)
    return (np.minimum(deviations, 0) + above).astype(np.float32)
