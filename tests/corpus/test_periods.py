from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpus.asked import asked_time, said_periods
from corpus.periods import (
    Period,
    day_period,
    hijri_month,
    hijri_year,
    months_period,
    shifted,
    year_period,
)


def test_months_beyond_the_year_are_of_the_next() -> None:
    assert months_period(2023, 12, 3) == Period(date(2023, 12, 1), date(2024, 2, 29))
    assert months_period(2024, 0) == Period(date(2023, 12, 1), date(2023, 12, 31))


def test_a_shifted_day_exists() -> None:
    assert shifted(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert shifted(date(2023, 11, 30), 3) == date(2024, 2, 29)


def test_parts_are_whole_months_where_they_can_be() -> None:
    assert year_period(2023).part(0.5, 0.75) == months_period(2023, 7, 3)
    assert months_period(2023, 6).part(0, 1 / 3) == Period(date(2023, 6, 1), date(2023, 6, 10))
    assert day_period(date(2023, 6, 1)).part(0, 1 / 3) == day_period(date(2023, 6, 1))


def test_the_islamic_calendar() -> None:
    # The tables of Umm al-Qura begin with 1343; the year 92 began at the end of October 710.
    assert hijri_month(1445, 9) == Period(date(2024, 3, 11), date(2024, 4, 9))
    assert hijri_month(92, 9) is None
    assert hijri_year(92).first.year == 710


@given(st.text(max_size=80), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_question_has_a_time_or_none(question: str, now: date) -> None:
    for period in (*asked_time(question, now).periods, *said_periods(question, now)):
        assert period.first <= period.last


_TIME_WORDS = """
    last week month year 2023 1445 29 31 february may رمضان هـ since before after between and to
    until 9999 1000 قبل منذ بين شهر سنة 12 99 ago decade عقد النصف الأول من every تموز الماضي أمس
    will next القادم
"""


@given(st.lists(st.sampled_from(_TIME_WORDS.split()), max_size=8), st.dates())
def test_any_words_of_time_on_any_day(words: list[str], now: date) -> None:
    for period in asked_time(" ".join(words), now).periods:
        assert period.first <= period.last
