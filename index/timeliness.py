"""The time a question asks about and the times of passages in, a bonus for each passage out.

Where passages fit a question equally well in meaning and words, the one of the right time comes
first: one that names the period asked for or was published then; and the newer before the older.
The bonus is in the units of the ranking score and bounded: a passage on the matter mostly stands
five and more above those on others in the question's language, three in the other
(`index.ranking.SATURATION`), and being new counts only within `MARGIN` of the best. So time chooses
among passages on the matter.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from corpus.article import Article
from corpus.asked import Asked, said_periods
from index.arrays import Scores
from index.ragged import Ragged

PERIOD_WEIGHT = 1.25
"""What it counts to name the period asked for, and what to be published in it.

Chosen on eval/newsroom with eval/xquad-dev from .75, 1, 1.25, 1.5: first passage right for its
dated questions .85 .90 1.0 1.0; without, .45 (`sanad-index eval`).
"""
LATEST_WEIGHT = 1.5
NEWER_WEIGHT = 0.1
"""What it counts to be the newest on the matter, where the question asks for the present state and
where it names no time.

Chosen likewise from .75, 1, 1.5, 2, 2.5 and from 0, .1, .2, .3, .4, with `MARGIN` from .75, 1, 1.5,
2, 2.5, 3 and `FADING_DAYS` from 90, 180, 365: first passage right for its questions on the present
state .70, with 1 and a margin of 1.5 .60; for all of them .844 on one half, .850 on the other.
Where no time is named, being newer decides between equals and no more: .4 gives nothing there,
and costs a point on train/nearmiss, whose dates are at random.
"""
MARGIN = 2.0
"""How far below the best passage one may score and still be newer on the same matter."""
FADING_DAYS = 90
"""How much older makes superseded: then the bonus for being new has fallen to 1/e."""
REPORTING_DAYS = 15
ANNOUNCING_DAYS = 3
"""How fast a publication after and before a period has less to do with it, likewise."""

Days = npt.NDArray[np.int64]

UNDATED = 0
"""Stands for the day of an article whose publication is not dated."""


def published_days(articles: Iterable[Article]) -> Days:
    """Return the day of each article's publication, numbered as `date.toordinal` does."""
    days = (article.day for article in articles)
    return np.array([day.toordinal() if day else UNDATED for day in days], dtype=np.int64)


def said_days(article: Article, start: int, end: int) -> Days:
    """Return the first and the last day of each period that a chunk names, one after the other."""
    periods = said_periods(article.text[start:end], article.day)
    ends = [day.toordinal() for period in periods for day in (period.first, period.last)]
    return np.array(ends, dtype=np.int64)


def timeliness(asked: Asked, scores: Scores, published: Days, said: Ragged) -> Scores:
    """Return a bonus for each candidate of a question.

    It is at most 2 · `PERIOD_WEIGHT`, with `LATEST_WEIGHT` on top where the latest is asked for.

    For a passage that says the periods S and was published on day d, asked for the period P,

        bonus = PERIOD_WEIGHT · (max_S |S ∩ P| / |S| + nearness(d, P))

    where nearness is 1 within P and falls exponentially with the days before and after it. Without
    a period, or if the present state is asked for, the newer has more, by `recency`.

    Args:
        scores: how well each candidate fits otherwise, standardised, (n,).
        published: the day of each, (n,).
        said: a row a candidate: what `said_days` returns.
    """
    bonus = np.zeros(len(scores))
    for period in asked.periods:
        first, last = period.first.toordinal(), period.last.toordinal()
        fit = PERIOD_WEIGHT * (_share_said(said, first, last) + _nearness(published, first, last))
        bonus = np.maximum(bonus, fit)
    if asked.wants_latest or not asked.periods:
        weight = LATEST_WEIGHT if asked.wants_latest else NEWER_WEIGHT
        bonus += weight * recency(scores, published, asked.now.toordinal())
    return bonus.astype(np.float32)


def recency(scores: Scores, published: Days, now: int) -> npt.NDArray[np.float64]:
    """Return how new each candidate is beside the newest of those that fit well, 0 to 1.

    Those that do not fit well have nothing, nor those without a date or with one after `now`.
    """
    fits = (published != UNDATED) & (published <= now) & (scores >= scores.max(initial=0) - MARGIN)
    newest = published[fits].max(initial=UNDATED)
    fresh = np.exp(-(newest - published[fits]) / FADING_DAYS)
    new = np.zeros(len(scores))
    new[fits] = fresh
    return new


def _share_said(said: Ragged, first: int, last: int) -> npt.NDArray[np.float64]:
    """Return for each candidate which share of a period it names lies in the one asked for.

    Of the best of its periods: July 2024 is asked for wholly by «2024», 2024 in part by July.
    """
    begin, end = said.values[0::2].astype(np.int64), said.values[1::2].astype(np.int64)
    common = np.minimum(end, last) - np.maximum(begin, first) + 1
    share = np.maximum(common, 0) / (end - begin + 1)
    rows = np.repeat(np.arange(len(said.offsets) - 1), np.diff(said.offsets) // 2)
    best = np.zeros(len(said.offsets) - 1)
    np.maximum.at(best, rows, share)
    return best


def _nearness(published: Days, first: int, last: int) -> npt.NDArray[np.float64]:
    after = np.maximum(published - last, 0) / REPORTING_DAYS
    before = np.maximum(first - published, 0) / ANNOUNCING_DAYS
    return np.where(published == UNDATED, 0.0, np.exp(-(after + before)))
