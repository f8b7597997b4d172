"""Means, intervals and tables on numbers that can be worked out by hand."""

import numpy as np
import pytest

from index.scores import GroupScores, Percentiles, cell, mean_scores, ratio, score, table


def test_a_mean_is_over_the_questions_that_have_the_measure() -> None:
    scores = mean_scores("all", [{"a": 1.0}, {"a": 0.0, "b": 1.0}, {"a": 0.0}])
    assert scores.questions == 3
    assert scores.measures == {"a": pytest.approx(1 / 3), "b": 1}
    assert scores.intervals["b"] == (1, 1)


def test_an_interval_is_about_two_standard_errors_on_each_side() -> None:
    values = [{"a": 1.0}] * 200 + [{"a": 0.0}] * 200
    low, high = mean_scores("all", values).intervals["a"]
    error = (0.5 * 0.5 / 400) ** 0.5  # of a share of one half among 400
    assert low == pytest.approx(0.5 - 1.96 * error, abs=0.01)
    assert high == pytest.approx(0.5 + 1.96 * error, abs=0.01)


def test_the_same_values_give_the_same_interval() -> None:
    values = [{"a": number / 7} for number in range(8)]
    assert mean_scores("all", values) == mean_scores("all", values)


def test_what_is_not_defined_is_left_out() -> None:
    scores = score("all", 2, ["none", "sum"], lambda counts: np.array([np.nan, counts.sum()]))
    assert scores.measures == {"sum": 2}
    assert scores.intervals == {"sum": (2, 2)}
    assert ratio([1.0, 1.0], [2.0, 0.0]) == pytest.approx([0.5, np.nan], nan_ok=True)


def test_percentiles() -> None:
    assert Percentiles.of([float(value) for value in range(101)]) == Percentiles(50, 95)


def test_a_table_lines_up() -> None:
    scores = GroupScores("all", 12, {"a": 0.5, "b": -0.25}, {"a": (0.4, 0.6), "b": (-0.5, 0.0)})
    cells = [cell(scores, "a", interval=True), cell(scores, "b", sign="+"), cell(scores, "c")]
    assert cells == ["0.500 [0.40, 0.60]", "-0.250", "–"]
    assert table([["group", "b"], ["all", cells[1]]]).splitlines() == [
        "group       b",
        "all    -0.250",
    ]
