"""Expressions that leave their year out: «in July», «3 تموز», «last summer», «رمضان الماضي».

Patterns for folded text, each with what reads a match as periods; none where it is no time. A
month or a day without more is the latest one that is not after today.
"""

import re
from datetime import date

from corpus.absolute_times import ends_phrase
from corpus.hijri import HIJRI_MONTH, HIJRI_MONTHS
from corpus.months import MONTHS
from corpus.periods import Period, day_period, hijri_month, hijri_year_near, months_period
from corpus.time_words import (
    DAY_NUMBER,
    MONTH,
    MONTH_OR_NUMBER,
    NAMED_MONTH,
    OF,
    SEASON,
    SEASONS,
    UNSURE_MONTHS,
    Expressions,
    Periods,
    compiled,
    month_number,
    read_relative,
    relative,
)

_ENDS_WITH_MONTH_CUE = re.compile(
    r"(?<!\w)(?:in|since|until|till|by|before|after|of|during|early|late|mid|mid-|between|from|on"
    r"|through|in early|beginning|end|month|في|منذ|حتي|قبل|بعد|خلال|شهر|مطلع|اواخر|اوايل|منتصف"
    rf"|نهايه|بدايه|بين|لغايه|اواسط|(?:{MONTH}) (?:and|or|to|through|until|-|–)) ?$"
)


# «حرب أكتوبر» and the October Revolution were in one October only.
_ENDS_WITH_EVENT = re.compile(r"(?<!\w)(?:حرب|ثوره|انتفاضه|حركه|ميدان|شارع|جسر|مدينه|black) $")
_BEGINS_WITH_EVENT = re.compile(r" (?:war|revolution|uprising|movement|square|street|bridge)\b")


def _is_month(match: re.Match[str]) -> bool:
    """Return whether the name of a month is meant as one: «in May», not «what may».

    Only names that mean something else need such a word before them.
    """
    name = match["month"]
    if name is None or match.group().startswith("شهر "):
        return True
    before, after = match.string[: match.start()], match.string[match.end() :]
    if _ENDS_WITH_EVENT.search(before) or _BEGINS_WITH_EVENT.match(after):
        return False
    if name not in UNSURE_MONTHS or _ENDS_WITH_MONTH_CUE.search(before):
        return True
    return name != "march" and before.endswith("the ")


def _which_month(match: re.Match[str], now: date) -> Periods:
    name, step = read_relative(match, "name")
    month = MONTHS[name]
    if step == 0:
        return (months_period(now.year, month),)
    if step < 0:
        return (months_period(now.year - (month >= now.month), month),)
    return (months_period(now.year + (month <= now.month), month),)


def _bare_month(match: re.Match[str], now: date) -> Periods:
    if not _is_month(match):
        return ()
    month = month_number(match)
    return (months_period(now.year - (month > now.month), month),)


def _day_of_month(match: re.Match[str], now: date) -> Periods:
    month = MONTHS[match["month"]]
    if match["month"] in UNSURE_MONTHS and not _is_surely_day(match):
        return ()
    year = now.year if (month, int(match["day"])) <= (now.month, now.day) else now.year - 1
    if (month, int(match["day"])) == (2, 29):
        year -= year % 4
    return (day_period(date(year, month, int(match["day"]))),)


def _is_surely_day(match: re.Match[str]) -> bool:
    """Return whether «3 May» and «May 3» are a day, not «the 3 may leave» or «may 3 people»."""
    has_cue = _ENDS_WITH_MONTH_CUE.search(match.string[: match.start()])
    return bool(has_cue) or ends_phrase(match.string[match.end() : match.end() + 20])


def _bare_hijri_month(match: re.Match[str], now: date) -> Periods:
    """Return the latest such month that has begun; «رمضان» alone may be a man's name."""
    has_cue = _ENDS_WITH_MONTH_CUE.search(match.string[: match.start("lunar")])
    return (_lunar(match["lunar"], 0, now),) if has_cue else ()


def _which_hijri_month(match: re.Match[str], now: date) -> Periods:
    name, step = read_relative(match, "name")
    return (_lunar(name, step, now),)


def _lunar(name: str, step: int, now: date) -> Period:
    year = hijri_year_near(now)
    months = [
        month for near in range(-2, 4) if (month := hijri_month(year + near, HIJRI_MONTHS[name]))
    ]
    if step > 0:
        return min(month for month in months if month.first > now)
    return max(m for m in months if (m.last < now if step else m.first <= now))


def _season(year: int, month: int) -> Period:
    return months_period(year, month, 3)


def _is_noun(match: re.Match[str]) -> bool:
    """Return whether «fall» is the season, not what prices do."""
    return bool(re.search(r"\b(?:the|in|of|since|by|late|early) $", match.string[: match.start()]))


def _which_season(match: re.Match[str], now: date) -> Periods:
    name, step = read_relative(match, "name")
    seasons = [_season(year, SEASONS[name]) for year in range(now.year - 3, now.year + 3)]
    if step < 0:
        return (max(season for season in seasons if season.last < now),)
    if step > 0:
        return (min(season for season in seasons if season.first > now),)
    return (min(seasons, key=lambda season: _distance(season, now)),)


def _distance(period: Period, day: date) -> tuple[int, int]:
    """Return the days between, and for two as far away the sooner first."""
    days = max((period.first - day).days, (day - period.last).days, 0)
    return days, -period.first.toordinal()


def _month_of_which_year(match: re.Match[str], now: date) -> Periods:
    if not _is_month(match):
        return ()
    year = now.year + read_relative(match, "ago")[1]
    return (months_period(year, month_number(match)),)


def _season_of_which_year(match: re.Match[str], now: date) -> Periods:
    if match["season"] == "fall" and not _is_noun(match):
        return ()
    return (_season(now.year + read_relative(match, "ago")[1], SEASONS[match["season"]]),)


_OF_WHICH_YEAR = OF + relative("year|عام|سنه", "ago")

BARE_TIMES: Expressions = compiled(
    (MONTH_OR_NUMBER, _bare_month),
    (rf"{DAY_NUMBER}(?:st|nd|rd|th)?(?: of| من)?[ -]{NAMED_MONTH}", _day_of_month),
    (rf"{NAMED_MONTH} {DAY_NUMBER}(?:st|nd|rd|th)?(?![\d:.,]\d|\d)", _day_of_month),
    (rf"(?:شهر )?(?P<lunar>{HIJRI_MONTH})\b", _bare_hijri_month),
)
"""These take on the year of a time beside them: «from March to May 2024»."""
YEARLESS_TIMES: Expressions = compiled(
    (rf"{MONTH_OR_NUMBER}{_OF_WHICH_YEAR}", _month_of_which_year),
    (rf"(?:شهر )?{relative(MONTH, 'name')}", _which_month),
    (rf"(?:شهر )?{relative(HIJRI_MONTH, 'name')}", _which_hijri_month),
    (rf"(?P<season>{SEASON})\b{_OF_WHICH_YEAR}", _season_of_which_year),
    (relative(SEASON, "name"), _which_season),
)
