"""A question in, the time it asks about out: which periods, and whether the present state."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.latest import wants_latest
from corpus.normalization import fold
from corpus.periods import Period, shifted
from corpus.time_expressions import Named, find_periods


@dataclass(frozen=True, slots=True)
class Asked:
    """The periods that a question of the day `now` names, and whether it asks how things stand."""

    now: date
    periods: tuple[Period, ...] = ()
    wants_latest: bool = False

    @property
    def prefers_newer(self) -> bool:
        """Return whether of reports that fit equally well the newer is the better answer."""
        return self.wants_latest or not self.periods


_CALENDAR_ENDS = date(9900, 1, 1)  # «next decade» still has its days


def asked_time(question: str, now: date) -> Asked:
    """Return the time that a question, asked on the day `now`, is about."""
    now = min(now, _CALENDAR_ENDS)
    folded = fold(question)
    named = find_periods(folded, now)
    if _AHEAD.search(folded):
        named = [_ahead(one, now) for one in named]
    periods = dict.fromkeys(p for one in named for p in _opened(folded, one, now))
    return Asked(now, tuple(periods), wants_latest(folded, named, now))


def said_periods(text: str, published: date | None) -> tuple[Period, ...]:
    """Return the periods that a text names, as its readers on the day of publication knew them.

    Without that day only times with a year count.
    """
    named = find_periods(fold(text), published)
    if published:
        named = [_nearest(one, published) for one in named]
    return tuple(dict.fromkeys(p for one in named for p in one.periods))


_AHEAD = re.compile(
    r"\b(?:will|won't|going to|due|scheduled|planned|سوف|رح|راح|[سحه][يت]كون|سيتم|ستتم)\b"
)


def _ahead(named: Named, now: date) -> Named:
    """Return «in September» as the one to come, if this one is over."""
    is_over = named.is_bare and named.periods[-1].last < now
    return _next_year(named) if is_over else named


def _nearest(named: Named, day: date) -> Named:
    """Return «in September» as the one to come if that is less than half as far from a day."""
    if not named.is_bare:
        return named
    coming = _next_year(named)
    is_nearer = 2 * (coming.periods[0].first - day) < day - named.periods[-1].last
    return coming if is_nearer else named


def _next_year(named: Named) -> Named:
    periods = (Period(shifted(p.first, 12), shifted(p.last, 12)) for p in named.periods)
    return replace(named, periods=tuple(periods))


_SINCE = re.compile(
    r"(?<!\w)(?:since|starting(?: from| in)?|منذ|مند|ابتداء من|اعتبارا من|بدءا من)"
    r"(?: the)? ?$"
)
_UNTIL = re.compile(r"(?<![\w-])(?:until|till|up to|حتي|لغايه|الي غايه)(?: the)? ?$")
_BEFORE = re.compile(r"(?<!\w)(?:before|prior to|قبل|ما قبل)(?: the)? ?$")
_AFTER = re.compile(r"(?<!\w)(?:after|following|بعد|ما بعد)(?: the)? ?$")
_DAY = timedelta(days=1)


def _opened(folded: str, named: Named, now: date) -> tuple[Period, ...]:
    """Return the periods of a time, with the side open that the word before it opens."""
    before = folded[: named.start]
    first, last = named.periods[0].first, named.periods[-1].last
    if _SINCE.search(before):
        return (Period(first, max(now, last)),)
    if _UNTIL.search(before):
        return (Period(date.min, last),)
    if _BEFORE.search(before):
        return (Period(date.min, first - _DAY),)
    if _AFTER.search(before):
        return (Period(last + _DAY, date.max),)
    return named.periods
