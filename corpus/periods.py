"""Years, months and parts of them in, spans of days out: the arithmetic of the calendar."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Hijri

HIJRI_YEARS = range(1343, 1501)
"""The years of the Islamic calendar that the tables of Umm al-Qura know."""
# Outside them a year's beginning is reckoned from the mean length of one.
_HIJRI_EPOCH = 621.58
_HIJRI_YEAR = 0.970224  # in Gregorian ones


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `first` to `last`, both included; an open side is date.min or date.max."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Return the number of days."""
        return (self.last - self.first).days + 1

    def part(self, begin: float, end: float) -> "Period":
        """Return what lies between two shares of it: (0, 1/2) is its first half.

        In whole months where it has them and the shares fall on them.
        """
        months = _whole_months(self)
        if months and _is_whole(begin * months) and _is_whole(end * months):
            skipped, kept = round(begin * months), round((end - begin) * months)
            return months_period(self.first.year, self.first.month + skipped, kept)
        first = self.first + timedelta(days=round(begin * self.days))
        last = self.first + timedelta(days=round(end * self.days) - 1)
        return Period(first, max(first, last))


def day_period(day: date) -> Period:
    """Return a day as a period."""
    return Period(day, day)


def year_period(year: int, years: int = 1) -> Period:
    """Return a year, or several from it on."""
    return Period(date(year, 1, 1), date(year + years - 1, 12, 31))


def months_period(year: int, month: int, months: int = 1) -> Period:
    """Return a month, or several from it on; months beyond 12 and below 1 are of other years."""
    first_year, first_month = _normal(year, month)
    last_year, last_month = _normal(year, month + months - 1)
    last_day = calendar.monthrange(last_year, last_month)[1]
    return Period(date(first_year, first_month, 1), date(last_year, last_month, last_day))


def shifted(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    year, month = _normal(day.year, day.month + months)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def hijri_year_near(day: date) -> int:
    """Return the year of the Islamic calendar that a day lies in, or one beside it."""
    return round((day.year - _HIJRI_EPOCH) / _HIJRI_YEAR)


def hijri_month(year: int, month: int) -> Period | None:
    """Return a month of the Islamic calendar; None outside the tables of Umm al-Qura."""
    if year not in HIJRI_YEARS:
        return None
    start = Hijri(year, month, 1)
    first = date(*start.to_gregorian().datetuple())
    return Period(first, first + timedelta(days=start.month_length() - 1))


def hijri_year(year: int) -> Period:
    """Return a year of the Islamic calendar; before the tables of Umm al-Qura to some weeks."""
    first, last = hijri_month(year, 1), hijri_month(year, 12)
    if first and last:
        return Period(first.first, last.last)
    begin = year * _HIJRI_YEAR + _HIJRI_EPOCH
    return Period(_day_in(begin), _day_in(begin + _HIJRI_YEAR))


def _whole_months(period: Period) -> int:
    """Return of how many whole months a period consists, 0 where it does not."""
    first, after = period.first, period.last + timedelta(days=1)
    if first.day != 1 or after.day != 1:
        return 0
    return 12 * (after.year - first.year) + after.month - first.month


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-6


def _day_in(years: float) -> date:
    return date(int(years), 1, 1) + timedelta(days=int(years % 1 * 365))


def _normal(year: int, month: int) -> tuple[int, int]:
    years, index = divmod(month - 1, 12)
    return year + years, index + 1
