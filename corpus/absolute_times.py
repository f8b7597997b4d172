"""Expressions that say their year: «2023», «July 2024», «summer 1957», «رمضان 1445».

Patterns for folded text, each with what reads a match as periods; none where it is no time.
"""

import re
from datetime import date

from corpus.hijri import HIJRI_MONTH, HIJRI_MONTHS
from corpus.language import FRAME_WORDS
from corpus.periods import (
    HIJRI_YEARS,
    day_period,
    hijri_month,
    hijri_year,
    months_period,
    year_period,
)
from corpus.time_words import (
    COUNTED,
    DAY_NUMBER,
    MONTH_OR_NUMBER,
    NAMED_MONTH,
    NUMBERED,
    OF,
    SEASON,
    SEASONS,
    YEAR_CUES,
    YEAR_NAMES,
    Expressions,
    Periods,
    compiled,
    either,
    month_number,
)

_YEAR = r"(?P<year>[12]\d{3})(?!\d|[.,:]\d|%|\$)"
_ENDS_WITH_NAME = re.compile(rf"(?<!\w)[وف]?(?:{YEAR_NAMES}) ?$")
_ENDS_WITH_CUE = re.compile(rf"(?<!\w)(?:{YEAR_CUES}) ?(?:ال)?$|\d{{4}} ?[-–] ?$")
# «قرار مجلس الأمن 1973» has the number for its name; «what about 2023» is no amount.
_ENDS_WITH_NUMBERED = re.compile(
    rf"(?<!\w)(?<!what )(?<!how )[وبلف]?(?:{NUMBERED})"
    r"(?: (?:مجلس الامن|الجمعيه العامه|الامم المتحده|الدولي|رقم|no\.?|number))* ?$|[$€£#+]$"
)
_COUNTS = re.compile(rf" ?-?(?:{COUNTED})\b")
_TO_AMOUNT = re.compile(rf" ?(?:to|and|or|-|–|الي|حتي|او|و) ?[\d.,]+ (?:{COUNTED})\b")
_NEXT_WORD = re.compile(r" ?(\w+)")


def _is_year(match: re.Match[str]) -> bool:
    """Return whether four figures are a year, by what stands before and after them."""
    folded, (start, end) = match.string, match.span("year")
    before, after = folded[max(0, start - 40) : start], folded[end : end + 30]
    if _ENDS_WITH_NAME.search(before):
        return True
    if _COUNTS.match(after) or _TO_AMOUNT.match(after) or _ENDS_WITH_NUMBERED.search(before):
        return False
    if 1900 < int(match["year"]) < 2100 and match["year"] != "2000":
        return True
    return bool(_ENDS_WITH_CUE.search(before)) and ends_phrase(after)


def ends_phrase(after: str) -> bool:
    """Return whether what stands behind a number begins anew, and so is not counted by it."""
    word = _NEXT_WORD.match(after)
    return word is None or word[1] in FRAME_WORDS


def _year(match: re.Match[str], now: date) -> Periods:
    if not _is_year(match):
        return ()
    year = int(match["year"])
    if year in HIJRI_YEARS and match.group().startswith(("عام", "سنه", "العام", "السنه")):
        return year_period(year), hijri_year(year)  # «سنة 1444» hardly means the Middle Ages
    return (year_period(year),)


def _season_years(match: re.Match[str], now: date) -> Periods:
    """Return «2023/24», «1740–42» and «2020-2023»; «2010-12» is a month."""
    first, last = int(match["year"]), match["next"]
    years = (int(last) - first if len(last) == 4 else (int(last) - first) % 100) + 1
    is_span = len(last) == 4 or match["dash"] == "–" or years == 2
    if not (is_span and years > 0 and _is_year(match)):
        return ()
    return (year_period(first, years),)


def _decade(match: re.Match[str], now: date) -> Periods:
    return (year_period(int(match["decade"]), 10),)


_TENS = {
    "عشريني": 1920,
    "ثلاثيني": 1930,
    "اربعيني": 1940,
    "خمسيني": 1950,
    "ستيني": 1960,
    "سبعيني": 1970,
    "ثمانيني": 1980,
    "تسعيني": 1990,
}


def _arabic_decade(match: re.Match[str], now: date) -> Periods:
    return (year_period(_TENS[match["tens"]], 10),)


def _hijri_year(match: re.Match[str], now: date) -> Periods:
    return (hijri_year(int(match["hijri"])),)


def _month_of_year(match: re.Match[str], now: date) -> Periods:
    if _COUNTS.match(match.string, match.end("year")):  # «may 2000 people»
        return ()
    return (months_period(int(match["year"]), month_number(match)),)


def _day_of_year(match: re.Match[str], now: date) -> Periods:
    return (day_period(date(int(match["year"]), month_number(match), int(match["day"]))),)


def _month_in_figures(match: re.Match[str], now: date) -> Periods:
    return (months_period(int(match["year"]), int(match["figures"])),)


def _hijri_month_of_year(match: re.Match[str], now: date) -> Periods:
    found = hijri_month(int(match["hijri"]), HIJRI_MONTHS[" ".join(match["lunar"].split())])
    return (found,) if found else ()


def _season_of_year(match: re.Match[str], now: date) -> Periods:
    year, month = int(match["year"]), SEASONS[match["season"]]
    if _COUNTS.match(match.string, match.end("year")):
        return ()
    if month == 12:  # «winter 2024» is the one that ends in it, or the one that begins in it
        return months_period(year - 1, month, 3), months_period(year, month, 3)
    return (months_period(year, month, 3),)


_LUNAR_YEAR = r"(?P<hijri>1[34]\d\d)(?!\d)(?: ?(?:ه\b|هجري\w*|ah\b))?"

ABSOLUTE_TIMES: Expressions = compiled(
    (rf"(?:(?:عامي?|سنه|العام|السنه) )?{_YEAR}(?:م\b)?(?!-\d)", _year),
    (rf"{_YEAR}(?P<dash>[-/–])(?P<next>20\d\d|\d\d)(?![\d/-])", _season_years),
    (r"(?P<decade>[12]\d\d0)'?s\b", _decade),
    (rf"(?:ال)?(?P<tens>{either(_TENS)})ات(?: القرن (?:الماضي|العشرين))?\b", _arabic_decade),
    (r"(?:السنه|العام) الهجريه? (?P<hijri>1[34]\d\d)\b", _hijri_year),
    (
        r"(?:(?:عام|سنه|العام|السنه) )?(?P<hijri>\d{2,4}) ?"
        r"(?:ه\b|هجري\w*|للهجره|ah\b|a\.h\.|islamic\b|hijri\b)",
        _hijri_year,
    ),
    (rf"{MONTH_OR_NUMBER}{OF}{_YEAR}", _month_of_year),
    (rf"{DAY_NUMBER}(?:st|nd|rd|th)?(?: of| من)?[ -]{NAMED_MONTH}{OF}{_YEAR}", _day_of_year),
    (r"(?P<figures>0?[1-9]|1[0-2])[/-](?P<year>20\d\d|19\d\d)(?![\d/-])", _month_in_figures),
    (r"(?P<year>20\d\d|19\d\d)[/-](?P<figures>0?[1-9]|1[0-2])(?![\d/-])", _month_in_figures),
    (
        rf"(?:شهر )?(?P<lunar>{HIJRI_MONTH}),? (?:of |لعام |عام |سنه |من عام )?{_LUNAR_YEAR}",
        _hijri_month_of_year,
    ),
    (rf"(?P<season>{SEASON})\b{OF}{_YEAR}", _season_of_year),
)
