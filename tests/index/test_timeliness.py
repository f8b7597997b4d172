"""Bonuses for the right time, worked out by hand."""

from datetime import date
from math import exp

import numpy as np
import pytest

from corpus.article import Article
from corpus.asked import Asked
from corpus.periods import Period, months_period, year_period
from index.dense import Mask
from index.ragged import Ragged
from index.timeliness import (
    ANNOUNCING_DAYS,
    FADING_DAYS,
    LATEST_WEIGHT,
    NEWER_WEIGHT,
    PERIOD_WEIGHT,
    REPORTING_DAYS,
    UNDATED,
    Days,
    published_days,
    recency,
    said_days,
    timeliness,
)

NOW = date(2024, 9, 5)
JULY = months_period(2024, 7)


def days(*dates: date | None) -> Days:
    return np.array([day.toordinal() if day else UNDATED for day in dates], dtype=np.int64)


def said(*rows: tuple[Period, ...]) -> Ragged:
    return Ragged.of(
        [days(*(day for period in row for day in (period.first, period.last))) for row in rows]
    )


def mask(*values: bool) -> Mask:
    return np.array(values, dtype=np.bool_)


def bonus(
    asked: Asked, published: Days, names: Ragged, on_matter: Mask | None = None
) -> list[float]:
    on_matter = np.ones(len(published), dtype=np.bool_) if on_matter is None else on_matter
    return [float(value) for value in timeliness(asked, on_matter, published, names)]


def test_a_passage_that_says_the_period_asked_for() -> None:
    asked = Asked(NOW, (JULY,))
    names = said((JULY,), (year_period(2024),), (), (months_period(2024, 6), JULY))
    assert bonus(asked, days(None, None, None, None), names) == pytest.approx(
        [PERIOD_WEIGHT, PERIOD_WEIGHT * 31 / 366, 0, PERIOD_WEIGHT]
    )


def test_a_month_is_in_the_year_asked_for() -> None:
    assert bonus(Asked(NOW, (year_period(2024),)), days(None), said((JULY,))) == [PERIOD_WEIGHT]


def test_an_article_published_in_the_period_or_near_it() -> None:
    published = days(date(2024, 7, 3), date(2024, 8, 15), date(2024, 6, 28), None)
    assert bonus(Asked(NOW, (JULY,)), published, said((), (), (), ())) == pytest.approx(
        [
            PERIOD_WEIGHT,
            PERIOD_WEIGHT * exp(-15 / REPORTING_DAYS),
            PERIOD_WEIGHT * exp(-3 / ANNOUNCING_DAYS),
            0,
        ]
    )


def test_the_best_of_several_periods_counts() -> None:
    asked = Asked(NOW, (year_period(2020), JULY))
    assert bonus(asked, days(date(2024, 7, 3)), said(())) == pytest.approx([PERIOD_WEIGHT])


def test_periods_open_to_a_side() -> None:
    since = Asked(NOW, (Period(date(2024, 7, 1), date.max),))
    before = Asked(NOW, (Period(date.min, date(2024, 6, 30)),))
    published = days(date(2024, 8, 1), date(2020, 1, 1))
    names = said((JULY,), (year_period(2020),))
    assert bonus(since, published, names) == pytest.approx([2 * PERIOD_WEIGHT, 0])
    assert bonus(before, published, names)[1] == pytest.approx(2 * PERIOD_WEIGHT)
    assert bonus(before, published, names)[0] == pytest.approx(
        PERIOD_WEIGHT * exp(-32 / REPORTING_DAYS)
    )


def test_the_newer_first_and_more_so_if_the_present_state_is_asked_for() -> None:
    published = days(date(2024, 9, 1), date(2024, 6, 3), None)  # 90 days between
    names = said((), (), ())
    newer = np.array([1, exp(-90 / FADING_DAYS), 0])
    assert bonus(Asked(NOW), published, names) == pytest.approx(NEWER_WEIGHT * newer)
    latest = bonus(Asked(NOW, wants_latest=True), published, names)
    assert latest == pytest.approx(LATEST_WEIGHT * newer)


def test_who_names_a_time_does_not_want_the_newest() -> None:
    published = days(date(2024, 9, 1), date(2020, 7, 3))
    first, second = bonus(Asked(NOW, (months_period(2020, 7),)), published, said((), ()))
    assert first < 0.01
    assert second == pytest.approx(PERIOD_WEIGHT)


def test_what_is_on_another_matter_is_not_lifted_for_being_new() -> None:
    published = days(date(2020, 1, 1), date(2024, 9, 1))
    for asked, weight in ((Asked(NOW, (), True), LATEST_WEIGHT), (Asked(NOW), NEWER_WEIGHT)):
        # Of those on the matter the old one is the newest.
        given = bonus(asked, published, said((), ()), mask(True, False))
        assert given == pytest.approx([weight, 0])


def test_a_report_from_after_the_question_is_not_new() -> None:
    published = days(date(2024, 9, 6), date(2024, 9, 5))
    assert recency(mask(True, True), published, NOW.toordinal()).tolist() == [0, 1]


def test_no_candidates_have_no_bonus() -> None:
    nothing = Ragged(np.zeros(0, np.int32), np.zeros(1, np.int64))
    assert bonus(Asked(NOW, (JULY,), True), days(), nothing) == []


def test_the_days_of_articles_and_of_what_they_say() -> None:
    text = "The bank closed last month.\n\nIt was founded in 1922."
    dated = Article("a", text, "en", published="2024-09-05T10:00")
    undated = Article("b", text, "en")
    assert published_days([dated, undated]).tolist() == days(NOW, None).tolist()
    august, founded = months_period(2024, 8), year_period(1922)
    assert said_days(dated, 0, len(text)).tolist() == said((august, founded)).values.tolist()
    assert said_days(undated, 0, len(text)).tolist() == said((founded,)).values.tolist()
    assert said_days(dated, 0, 10).tolist() == []
