"""Values of single questions in, a group's measures with their intervals out; tables of them.

Intervals hold the middle 95 % of a measure over resamples of the questions (percentile bootstrap,
Efron & Tibshirani 1993). The seed is fixed: the same values give the same interval.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Statistic = Callable[[Array], Array]
"""What is measured, given how often each question counts: all once, or as often as it was drawn."""

RESAMPLES = 1000
_SEED = 0


@dataclass(frozen=True, slots=True)
class GroupScores:
    """The measures of a group of questions by name, and the 95 % interval of each."""

    group: str
    questions: int
    measures: dict[str, float]
    intervals: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The milliseconds that half, and that 95 in a hundred, take at most."""

    p50: float
    p95: float

    def __str__(self) -> str:
        """Return both in one line."""
        return f"p50 {self.p50:.1f} ms, p95 {self.p95:.1f} ms"

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> "Percentiles":
        """Return the percentiles of at least one time in milliseconds."""
        return cls(*(round(float(time), 1) for time in np.percentile(milliseconds, (50, 95))))


def milliseconds_since(started: float) -> float:
    """Return the milliseconds since `time.perf_counter` gave a number."""
    return 1000 * (perf_counter() - started)


def mean_scores(group: str, questions: Sequence[Mapping[str, float]]) -> GroupScores:
    """Return the mean of each measure over the questions that have it.

    Args:
        questions: for each question its values, by measure.
    """
    names = list(dict.fromkeys(name for values in questions for name in values))
    has = np.array([[name in values for name in names] for values in questions], dtype=float)
    values = np.array([[one.get(name, 0.0) for name in names] for one in questions])

    def means(counts: Array) -> Array:
        return ratio(counts @ values, counts @ has)

    return score(group, len(questions), names, means)


def score(group: str, questions: int, names: Sequence[str], statistic: Statistic) -> GroupScores:
    """Return measures with their intervals; those that are not defined are left out.

    Args:
        statistic: (questions,) counts to (names,) measures, NaN where one is not defined.
    """
    measured = statistic(np.ones(questions))
    random = np.random.default_rng(_SEED)
    drawn = (random.integers(questions, size=questions) for _ in range(RESAMPLES))
    counts = (np.bincount(draw, minlength=questions).astype(float) for draw in drawn)
    resampled = np.stack([statistic(count) for count in counts])
    kept = [column for column in range(len(names)) if not np.isnan(measured[column])]
    low, high = np.nanpercentile(resampled[:, kept], (2.5, 97.5), axis=0)
    return GroupScores(
        group,
        questions,
        {names[column]: float(measured[column]) for column in kept},
        {names[column]: (float(a), float(b)) for column, a, b in zip(kept, low, high, strict=True)},
    )


def ratio(part: npt.ArrayLike, whole: npt.ArrayLike) -> Array:
    """Return part / whole, NaN where whole is 0."""
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    shares: Array = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole != 0)
    return shares


def cell(scores: GroupScores, measure: str, *, interval: bool = False, sign: str = "") -> str:
    """Return a measure for a table: «0.921», «0.921 [0.90, 0.94]», or «–» where there is none."""
    if measure not in scores.measures:
        return "–"
    value = f"{scores.measures[measure]:{sign}.3f}"
    if not interval:
        return value
    low, high = scores.intervals[measure]
    return f"{value} [{low:{sign}.2f}, {high:{sign}.2f}]"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells in columns, the first column to the left, the others to the right."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    lines = []
    for first, *others in zip(*columns, strict=True):
        right = (f"  {text:>{width}}" for text, width in zip(others, widths[1:], strict=True))
        lines.append(f"{first:{widths[0]}}{''.join(right)}".rstrip())
    return "\n".join(lines)


def auroc(confidence: Array, event: Flags, counts: Array) -> float:
    """Return the area under the ROC curve, NaN where the event always or never happens.

    It is the probability that the confidence is higher where the event happens than where it does
    not, ties counting half (Mann & Whitney 1947). Each question counts as often as `counts` says.
    """
    _, level = np.unique(confidence, return_inverse=True)
    happens = np.bincount(level, counts * event)
    fails = np.bincount(level, counts * ~event)
    below = np.cumsum(fails) - fails
    return float(ratio(happens @ (below + fails / 2), happens.sum() * fails.sum()))
