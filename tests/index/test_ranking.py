"""The score of a passage, by hand."""

from dataclasses import replace
from math import e, log

import numpy as np
import pytest

from index.ranking import SATURATION, Candidates, Ranking, relevance

ONE = np.ones(1, dtype=np.float32)
CANDIDATES = Candidates(
    np.zeros(1, dtype=np.int64),
    ONE,
    ONE,
    dense=2 * ONE,
    late=ONE,
    words=0.5 * ONE,
    names=0.25 * ONE,
)


def test_what_parts_weigh_is_added_up() -> None:
    ranking = Ranking(late=0, dense=1, words=3, names=5, time=7)
    assert relevance(CANDIDATES, ranking) == pytest.approx([1 * 2 + 3 * 0.5 + 5 * 0.25])


def test_the_further_out_a_passage_stands_the_less_more_of_it_says() -> None:
    ranking = Ranking(late=1, dense=0, words=0, names=0, time=0)
    late = np.array([-2, 0, SATURATION * (e - 1), 10, 20], dtype=np.float32)
    scores = relevance(
        replace(CANDIDATES, late=late, dense=late, words=late * 0, names=late * 0), ranking
    )
    # Below 0 as it is; c · ln(1 + c(e - 1) / c) = c.
    assert scores[:3] == pytest.approx([-2, 0, SATURATION])
    # Order is kept, and from 10 to 20 is less than two thirds of SATURATION more: 4 ln(24 / 14).
    assert scores[4] - scores[3] == pytest.approx(SATURATION * log(24 / 14), rel=1e-5)
