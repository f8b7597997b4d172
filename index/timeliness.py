"""The time a question asks about and the times of passages in, a bonus for each passage out.

Where passages fit a question equally well in meaning and words, the one of the right time comes
first: one that names the period asked for or was published then; and the newer before the older.
The bonus is in the units of the ranking score and bounded, and being new counts only for passages
that are on the matter of the one that fits best (`SAME_MATTER`). So time chooses among passages on
the matter; a new one on another has nothing for being new.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from corpus.article import Article
from corpus.asked import Asked, said_periods
from index.arrays import Scores
from index.dense import Mask
from index.ragged import Ragged

PERIOD_WEIGHT = 1.25
"""What it counts to name the period asked for, and what to be published in it.

Chosen on eval/newsroom with eval/xquad-dev from .75, 1, 1.25, 1.5: first passage right for its
dated questions .85 .90 1.0 1.0; without, .45 (`sanad-index eval`).
"""
LATEST_WEIGHT = 3.0
NEWER_WEIGHT = 0.1
"""What it counts to be the newest on the matter, where the question asks for the present state and
where it names no time.

Chosen likewise, the first from 1.5, 2, 3, 4 with `FADING_DAYS` from 60, 90, 180, the second
from 0, .1, .2, .3, .4: first passage right for its questions on the present state .65, .45 without.
Where no time is named, being newer decides between equals and no more: .4 gives nothing there,
and costs a point on training/nearmiss, whose dates are at random.
"""
SAME_MATTER, SAME_MATTER_ACROSS = 0.65, 0.4
"""From which cosine of meaning with the passage that fits best one is on the same matter, in its
language and in the other.

Chosen likewise from .5, .55, .6, .65, .7 and from .3, .35, .4, .5, .6. Where the 80 factual
questions begin with «Latest: » or «ما آخر أخبار هذا: », .97 of the right first passages stay in
their place; with a bound on how far below the best one may score (2) instead, .63 did. With .35 two
of the 20 questions on the present state more are right, but of the sample articles, all on Syria,
every tenth pair across languages is as near.
"""
FADING_DAYS = 90
"""How much older makes superseded: then the bonus for being new has fallen to 1/e."""
REPORTING_DAYS = 15
ANNOUNCING_DAYS = 3
"""How much later and earlier than a period a publication has 1/e as much to do with it. With 7, 15
and 30, and with 1, 3, 7 and 15, all of eval/newsroom's dated questions are right; with 60 .95 are.
"""

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


def timeliness(asked: Asked, on_matter: Mask, published: Days, said: Ragged) -> Scores:
    """Return a bonus for each candidate of a question.

    It is at most 2 · `PERIOD_WEIGHT`, with `LATEST_WEIGHT` on top where the latest is asked for.

    For a passage that says the periods S and was published on day d, asked for the period P,

        bonus = PERIOD_WEIGHT · (max_S |S ∩ P| / |S| + nearness(d, P))

    where nearness is 1 within P and falls exponentially with the days before and after it. Without
    a period, or if the present state is asked for, the newer has more, by `recency`.

    Args:
        on_matter: which of the candidates are on the matter of the one that fits best, (n,).
        published: the day of each, (n,).
        said: a row a candidate: what `said_days` returns.
    """
    bonus = np.zeros(len(published))
    for period in asked.periods:
        first, last = period.first.toordinal(), period.last.toordinal()
        fit = PERIOD_WEIGHT * (_share_said(said, first, last) + _nearness(published, first, last))
        bonus = np.maximum(bonus, fit)
    if asked.prefers_newer:
        weight = LATEST_WEIGHT if asked.wants_latest else NEWER_WEIGHT
        bonus += weight * recency(on_matter, published, asked.now.toordinal())
    return bonus.astype(np.float32)


def recency(on_matter: Mask, published: Days, now: int) -> npt.NDArray[np.float64]:
    """Return how new each candidate is beside the newest on the matter, 0 to 1.

    Those on another matter have nothing, nor those without a date or with one after `now`.
    """
    counts = on_matter & (published != UNDATED) & (published <= now)
    newest = published[counts].max(initial=UNDATED)
    new = np.zeros(len(published))
    new[counts] = np.exp(-(newest - published[counts]) / FADING_DAYS)
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
