"""Text in, the dates written in it out, as ISO 8601.

Written here because dateparser, the library at hand, knows none of تموز, «كانون الثاني» and جويلية.
Where a date can be read in two ways the day comes before the month, as the Arab world and Europe
write it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from corpus.months import MONTHS

# A page from a time zone ahead of the reader's may be dated tomorrow.
_SLACK = timedelta(days=1)

# One character for one, so that offsets hold: digits, the letter forms that month names vary in,
# and invisible controls.
_PLAIN = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹أإآٱىیةک\u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\ufeff",
    "01234567890123456789ااااييهك" + " " * 11,
)
_MONTH_NAMES = "|".join(name.replace(" ", r"\s") for name in sorted(MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<name>{_MONTH_NAMES})\b\.?(?:\s?[/(]\s?(?:{_MONTH_NAMES})\)?)?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_GAP = r"[\s,،/-]{0,3}"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2024.07.03, 2024/7/3, 2024-07-03T…
        rf"(?<!\d){_YEAR}(?P<gap>[./-])(?P<month>\d{{1,2}})(?P=gap){_DAY}(?!\d)",
        # 03/07/2024
        rf"(?<![\d./-]){_DAY}(?P<gap>[./-])(?P<month>\d{{1,2}})(?P=gap){_YEAR}(?!\d)",
        # 3 تموز 2024, 3 يوليو/تموز 2024, 3rd of July, 2024
        rf"(?<!\d){_DAY}(?:st|nd|rd|th)?(?:\s(?:of|من))?{_GAP}{_MONTH}{_GAP}{_YEAR}(?!\d)",
        # July 3, 2024
        rf"\b{_MONTH}\s{{0,2}}{_DAY}(?:st|nd|rd|th)?{_GAP}{_YEAR}(?!\d)",
    )
)
_CLOCK = r"""
    (?P<hour>\d{1,2}) : (?P<minute>\d\d) (?P<second> :\d\d )? (?:\.\d{1,9})?
    (?: [ ]? (?P<half> [ap]\.?m\b\.? | صباح[اً]* | مساء[اً]* | [صم]\b ) )?
    (?: [ ]? (?P<zone> Z\b | (?:GMT|UTC)\b (?:[+-]\d{1,2}(?::?\d\d)?)? | [+-]\d\d:?\d\d ) )?
"""
_BETWEEN = r"[ \t|,،.@–—·•()-]{0,6}"
_TIME_AFTER = re.compile(
    rf"(?: T | {_BETWEEN} (?:(?:at|الساعه|عند|في)\b[ ]?:?[ ]?)? ) {_CLOCK} (?![\d:])",
    re.VERBOSE | re.IGNORECASE,
)
# Between a time and the date behind it may stand a zone and a day of the week.
_TIME_BEFORE = re.compile(
    rf"(?<![\d:]) {_CLOCK} (?: {_BETWEEN} [^\W\d_]{{2,10}} ){{0,2}} {_BETWEEN} $",
    re.VERBOSE | re.IGNORECASE,
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?")
_SECONDS = re.compile(r"\d\d:\d\d:\d\d")
_REACH = 50  # characters
_LABEL = re.compile(
    r"(?P<published>publish|posted|نشر\b)|(?P<updated>updat|modified|edited|تحديث|تعديل)",
    re.IGNORECASE,
)
_RANKS = {"published": 0, "updated": 2}
_UNLABELLED = 1


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: `text[start:end]`, its time included, says what `iso` says."""

    start: int
    end: int
    iso: str


def find_dates(text: str, today: date | None = None) -> Iterator[FoundDate]:
    """Yield the dates of a text in order: those that exist and are not in the future.

    Each needs its year; a time of day beside it (24 hours, am and pm, ص and م) is part of it.

    Args:
        today: what the future begins after; the day of the call where it is left out.
    """
    plain = text.translate(_PLAIN)
    latest = (today or datetime.now(UTC).date()) + _SLACK
    matches = (match for pattern in _DATES for match in pattern.finditer(plain))
    end = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        day = _day(match)
        if match.start() >= end and day and day <= latest:
            found = _with_time(plain, match, day)
            end = found.end
            yield found


def find_published(text: str, today: date | None = None) -> str | None:
    """Return when a page was published, going by its furniture; None where no line says so.

    A date that its line calls the publication date comes before others, those before dates of an
    update, one with a time before one without, and the first before those that follow.
    """
    found = list(find_dates(text, today))
    if not found:
        return None
    return min(found, key=lambda each: (_rank(text, each), "T" not in each.iso)).iso


def normalize_published(value: str, today: date | None = None) -> str | None:
    """Return a field's date or date-time as ISO 8601, as precise as given; None where it is none.

    The zone is kept where one is given. A date in the future is none.
    """
    value = value.strip()
    latest = (today or datetime.now(UTC).date()) + _SLACK
    try:
        moment = datetime.fromisoformat(value.translate(_PLAIN))
    except ValueError:
        return next((found.iso for found in find_dates(value, today)), None)
    if moment.date() > latest:
        return None
    if len(value) <= len("2024-07-03"):
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds" if _SECONDS.search(value) else "minutes")


def _rank(text: str, found: FoundDate) -> int:
    """Return the rank of a date by the nearest label before it on its line; 0 is the best."""
    line = text[max(0, found.start - _REACH) : found.start].rpartition("\n")[2]
    ranks = [_RANKS[label.lastgroup or ""] for label in _LABEL.finditer(line)]
    return ranks[-1] if ranks else _UNLABELLED


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, day = int(parts["year"]), int(parts["day"])
    name = parts.get("name")
    month = MONTHS[" ".join(name.lower().split())] if name else int(parts["month"])
    if month > 12 >= day and match.start("day") < match.start("year"):  # 07/23/2024
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_time(plain: str, match: re.Match[str], day: date) -> FoundDate:
    """Return the date with the time of day that stands behind it, else before it, on its line."""
    start, end = match.span()
    after = _TIME_AFTER.match(plain[end : end + _REACH].partition("\n")[0])
    if after and (clock := _clock(after)):
        return FoundDate(start, end + after.end(), f"{day.isoformat()}T{clock}")
    reach = plain[max(0, start - _REACH) : start].rpartition("\n")[2]
    before = _TIME_BEFORE.search(reach)
    if before and (clock := _clock(before)):
        first = start - len(reach) + before.start()
        return FoundDate(first, end, f"{day.isoformat()}T{clock}")
    return FoundDate(start, end, day.isoformat())


def _clock(match: re.Match[str]) -> str:
    """Return a time of day with its zone as ISO 8601, the empty string where it is none."""
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half.startswith(("p", "م")) else 0)
    second = match["second"] or ""
    if hour > 23 or minute > 59 or second > ":59":
        return ""
    return f"{hour:02}:{minute:02}{second}{_zone(match['zone'])}"


def _zone(zone: str | None) -> str:
    """Return a zone as an offset: «Z» and «GMT» are +00:00, «GMT+3» and «+0300» are +03:00."""
    if not zone:
        return ""
    offset = _OFFSET.search(zone)
    if offset is None:
        return "+00:00"
    return f"{offset['sign']}{int(offset['hours']):02}:{offset['minutes'] or '00'}"
