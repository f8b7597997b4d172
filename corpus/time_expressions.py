"""A folded text in, the periods it names out.

Written here because dateparser, the library at hand, returns moments, not periods, takes «may»,
«march» and «2000 people» for dates, knows none of تموز, العام الماضي and امبارح, and takes two
seconds to be imported.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from corpus.absolute_times import ABSOLUTE_TIMES
from corpus.dates import find_dates
from corpus.hijri import find_hijri
from corpus.periods import Period, day_period, shifted
from corpus.relative_times import RELATIVE_TIMES
from corpus.time_words import WEEKDAYS, Expressions, either
from corpus.yearless_times import BARE_TIMES, YEARLESS_TIMES

_FUTURE = date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Named:
    """Where a folded text names a time, and the periods this may mean."""

    start: int
    end: int
    periods: tuple[Period, ...]
    is_bare: bool = False  # its year was left out


def find_periods(folded: str, now: date | None) -> list[Named]:
    """Return where a folded text names times and which, in order, none within another.

    Args:
        now: the day that «last month» counts from, and after which a month without a year is
            none; without it, only times with a year count.
    """
    found = [*_full_dates(folded), *_expressions(folded, now)]
    found.sort(key=lambda named: (named.start, -named.end))
    kept: list[Named] = []
    for named in found:
        if not kept or named.start >= kept[-1].end:
            kept.append(named)
    kept = [one for one, after in zip_longest(kept, kept[1:]) if not _leads(folded, one, after)]
    dated = [_with_year_of_next(folded, *pair) for pair in zip_longest(kept, kept[1:])]
    return _joined(folded, [_part(folded, named) for named in dated])


def _leads(folded: str, named: Named, after: Named | None) -> bool:
    """Return whether this is «Sunday» of «Sunday, 12 May 2024», which the date says better."""
    weekday = folded[named.start : named.end].removeprefix("يوم ")
    if after is None or weekday not in WEEKDAYS or after.periods[0].days > 1:
        return False
    return not folded[named.end : after.start].strip(" ,،")


def _full_dates(folded: str) -> Iterator[Named]:
    for found in find_dates(folded, _FUTURE):
        yield Named(found.start, found.end, (day_period(date.fromisoformat(found.iso[:10])),))
    for start, end, day in find_hijri(folded):
        yield Named(start, end, (day_period(day),))


def _expressions(folded: str, now: date | None) -> Iterator[Named]:
    yield from _read(ABSOLUTE_TIMES, folded, now or _FUTURE)
    if now:
        yield from _read(YEARLESS_TIMES, folded, now)
        yield from _read(RELATIVE_TIMES, folded, now)
        for named in _read(BARE_TIMES, folded, now):
            yield replace(named, is_bare=True)


def _read(expressions: Expressions, folded: str, now: date) -> Iterator[Named]:
    for match, read in expressions.matches(folded):
        try:
            periods = read(match, now)
        except (ValueError, OverflowError):  # 31 June, or a year before the first
            continue
        if periods:
            yield Named(match.start(), match.end(), periods)


_BESIDE = re.compile(r" ?(?:,|،|-|–|/|and|or|to|until|till|through|و|او|الي|حتي|وبين)? ?و?")


def _with_year_of_next(folded: str, named: Named, after: Named | None) -> Named:
    """Return «March» of «from March to May 2024» in the year that stands only once."""
    if not (named.is_bare and after and not after.is_bare):
        return named
    if not _BESIDE.fullmatch(folded, named.end, after.start):
        return named
    first, last = named.periods[0], after.periods[0]
    years = last.first.year - first.first.year
    if (first.first.month, first.first.day) > (last.last.month, last.last.day):
        years -= 1
    moved = Period(shifted(first.first, 12 * years), shifted(first.last, 12 * years))
    return replace(named, periods=(moved,))


_THIRD = 1 / 3
_ORDINALS = {
    1: "first 1st الاول الاولي",
    2: "second 2nd الثاني الثانيه",
    3: "third 3rd الثالث",
    4: "fourth 4th الرابع",
}
_ORDINAL = {word: number for number, words in _ORDINALS.items() for word in words.split()}
_EDGES = {
    (0.0, _THIRD): (
        *("early", "early in", "the start of", "the beginning of", "the early days of"),
        *("مطلع", "اوايل", "بدايه", "بدايات", "مستهل", "اول", "اول ايام"),
    ),
    (_THIRD, 2 * _THIRD): ("mid", "mid-", "the middle of", "middle of", "منتصف", "اواسط", "نص"),
    (2 * _THIRD, 1.0): (
        *("late", "late in", "the end of", "end of", "the close of", "the last days of"),
        *("اواخر", "نهايه", "نهايات", "اخر", "ختام", "اخر ايام"),
    ),
}
_EDGE = {word: shares for shares, words in _EDGES.items() for word in words}
_PART = re.compile(
    rf"(?<!\w)[وبلف]?(?:(?P<edge>{either(_EDGE)})"
    rf"|(?:the )?(?P<ordinal>{either(_ORDINAL)}|last) (?P<unit>half|quarter|week) (?:of|in)"
    rf"|(?P<arabic>النصف|الربع|الاسبوع) (?P<arabic_ordinal>{either(_ORDINAL)}|الاخير) (?:من|في)"
    r"|q(?P<quarter>[1-4])) ?$"
)
_PARTS = {"half": 2, "quarter": 4, "النصف": 2, "الربع": 4}


def _part(folded: str, named: Named) -> Named:
    """Return the part of the time that the words before it name: «early 2024»."""
    match = _PART.search(folded[: named.start])
    if match is None:
        return named
    begin, end = _shares(match, named.periods[0].days)
    parts = tuple(period.part(begin, end) for period in named.periods)
    return replace(named, start=match.start(), periods=parts)


def _shares(match: re.Match[str], days: int) -> tuple[float, float]:
    if match["edge"]:
        return _EDGE[match["edge"]]
    if match["quarter"]:
        return (int(match["quarter"]) - 1) / 4, int(match["quarter"]) / 4
    unit = match["unit"] or match["arabic"]
    share = 1 / _PARTS[unit] if unit in _PARTS else 7 / days
    number = _ORDINAL.get(match["ordinal"] or match["arabic_ordinal"])
    return (1 - share, 1.0) if number is None else ((number - 1) * share, number * share)


_BETWEEN = re.compile(r"(?<!\w)(?:between|from|بين|من|ما بين) ?$")
_AND = re.compile(r" ?(?:and|و ?بين|و|to|-|–|until|till|through|الي|حتي|ل) ?و?")
_COMPARES = re.compile(r"\b(?:compared?|comparison|difference|قارن|مقارنه|الفرق|فرق)\b")
_TO = re.compile(r" ?(?:to|-|–|through|until|till|الي|حتي|ل) ?")


def _joined(folded: str, times: Sequence[Named]) -> list[Named]:
    """Return the times, two that are the ends of one as that one: «between 2020 and 2023»."""
    joined: list[Named] = []
    for named in times:
        if joined and _is_range(folded, joined[-1], named):
            first = joined.pop()
            whole = Period(first.periods[0].first, named.periods[-1].last)
            joined.append(Named(first.start, named.end, (whole,)))
        else:
            joined.append(named)
    return joined


def _is_range(folded: str, first: Named, last: Named) -> bool:
    if _COMPARES.search(folded):
        return False
    if first.periods[0].first >= last.periods[-1].last:
        return False
    if _TO.fullmatch(folded, first.end, last.start):
        return True
    opened = _BETWEEN.search(folded[: first.start])
    return bool(opened and _AND.fullmatch(folded, first.end, last.start))
