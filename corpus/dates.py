"""Text in, the dates written in it out, as ISO 8601.

Written here because dateparser, the library at hand, knows none of تموز, «كانون الثاني» and جويلية.
Where a date can be read in two ways the day comes before the month, as the Arab world and Europe
write it, unless the other dates of the text show otherwise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from corpus.clocks import time_beside
from corpus.months import MONTHS

# A page from a time zone ahead of the reader's may be dated tomorrow.
_SLACK = timedelta(days=1)
# Before it there were no newspapers in either language's region; software writes 0001-01-01 for
# a date that it does not have.
_EARLIEST = date(1800, 1, 1)

# One character for one, so that offsets hold: digits, the letter forms that month names vary in,
# and invisible controls, which become a character that counts as white space and is found in no
# text otherwise.
_UNSEEN = "\x1f"
_UNSEEN_CONTROLS = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_PLAIN = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹أإآٱىیةک\u00a0" + _UNSEEN_CONTROLS,
    "01234567890123456789ااااييهك " + _UNSEEN * len(_UNSEEN_CONTROLS),
)
_MONTH_NAMES = "|".join(name.replace(" ", r"\s") for name in sorted(MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<name>{_MONTH_NAMES})\b\.?(?:\s?[/(]\s?(?:{_MONTH_NAMES})\)?)?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_GAP = r"[\s,،/-]{0,3}"
_END = r"(?!\d(?!\d?:\d\d))"  # a time may be glued to a date: «July 3, 20247:23 AM»
_U = rf"{_UNSEEN}*"
# 03/07/2024, where browsers put direction marks between the figures
_FIGURES = rf"(?<![\d./-]){_DAY}{_U}(?P<gap>[./-]){_U}(?P<month>\d{{1,2}}){_U}(?P=gap){_U}{_YEAR}"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2024.07.03, 2024/7/3, 2024-07-03T…
        rf"(?<!\d){_YEAR}{_U}(?P<gap>[./-]){_U}(?P<month>\d{{1,2}}){_U}(?P=gap){_U}{_DAY}{_END}",
        rf"{_FIGURES}{_END}",
        # 3 تموز 2024, 3 يوليو/تموز 2024, 3rd of July, 2024
        rf"(?<!\d){_DAY}(?:st|nd|rd|th)?(?:\s(?:of|من))?{_GAP}{_MONTH}{_GAP}{_YEAR}{_END}",
        # July 3, 2024
        rf"\b{_MONTH}\s{{0,2}}{_DAY}(?:st|nd|rd|th)?{_GAP}{_YEAR}{_END}",
    )
)
_SLASHED = re.compile(rf"{_FIGURES}{_END}")
_COMPACT = re.compile(r"\d{8}(?:T?\d{4}(?:\d\d)?)?Z?")
_ISO = re.compile(r"\d{4}-(?:\d\d-\d\d|W\d\d-\d)(?:[T ]\d\d.*)?", re.DOTALL | re.IGNORECASE)
_EPOCH = re.compile(r"(?P<seconds>\d{9,10})(?P<thousandths>\d{3})?(?:\.\d*)?")
_COMPACT_SECONDS = re.compile(r"\d{8}T?\d{6}")
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


def find_dates(
    text: str, today: date | None = None, *, day_first: bool | None = None
) -> Iterator[FoundDate]:
    """Yield the Gregorian dates of a text in order: those that exist and are not in the future.

    Each needs its year; a time of day beside it (24 hours, am and pm, ص and م) is part of it.

    Args:
        today: what the future begins after; the day of the call where it is left out.
        day_first: how 03/07/2024 is read; where it is left out, as `is_day_first` says.
    """
    plain = text.translate(_PLAIN)
    matches = (match for pattern in _DATES for match in pattern.finditer(plain))
    if day_first is None:
        day_first = is_day_first(text) is not False
    end = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        day = _day(match, day_first=day_first)
        if match.start() >= end and day and _is_past(day, today):
            found = _with_time(plain, match.start(), match.end(), day)
            end = found.end
            yield found


def find_published(text: str, today: date | None = None) -> str | None:
    """Return when a page was published as ISO 8601; see `find_publication`."""
    found = find_publication(text, today)
    return found.iso if found else None


def find_publication(text: str, today: date | None = None) -> FoundDate | None:
    """Return the date of a page's publication in its furniture; None where no line has one.

    A date that its line calls the publication date comes before others, those before dates of an
    update, one with a time before one without, and the first before those that follow. A date of
    the Islamic calendar counts where there is no other.
    """
    found = list(find_dates(text, today)) or list(_find_hijri(text, today))
    return min(found, key=lambda each: (_rank(text, each), "T" not in each.iso), default=None)


def publication_as_written(text: str, today: date | None = None) -> str:
    """Return what `find_published` does, but the text's own words where they are ambiguous.

    Empty where no line has a date.
    """
    found = find_publication(text, today)
    if found is None:
        return ""
    words = text[found.start : found.end]
    return words if is_ambiguous(words) else found.iso


def find_impossible(text: str, today: date | None = None) -> str | None:
    """Return the first words of a text written like a date that is none, or lies in the future."""
    plain = text.translate(_PLAIN)
    matches = (match for pattern in _DATES for match in pattern.finditer(plain))
    for match in sorted(matches, key=lambda match: match.start()):
        day = _day(match)
        if day is None or not _is_past(day, today):
            return text[match.start() : match.end()]
    return None


def normalize_published(
    value: str, today: date | None = None, *, day_first: bool = True
) -> str | None:
    """Return a field's date or date-time as ISO 8601, as precise as given; None where it is none.

    The zone is kept where one is given, and seconds since 1970 are in UTC. A date in the future is
    none. A date of the Islamic calendar counts where the field gives no other.
    """
    value = value.strip()
    plain = value.translate(_PLAIN).replace(_UNSEEN, "").strip()
    if _COMPACT.fullmatch(plain) or _ISO.fullmatch(plain):
        return _from_iso(plain, today)
    if epoch := _EPOCH.fullmatch(plain):
        moment = datetime.fromtimestamp(int(epoch["seconds"]), UTC)
        return moment.isoformat(timespec="seconds") if _is_past(moment.date(), today) else None
    dates = find_dates(value, today, day_first=day_first)
    found = next(dates, None) or next(_find_hijri(value, today), None)
    return found.iso if found else None


def is_ambiguous(value: str) -> bool:
    """Return whether a field is a date that means another with day and month exchanged."""
    return any(
        match["day"] != match["month"] and max(int(match["day"]), int(match["month"])) <= 12
        for match in _slashed(value)
    )


def is_day_first(text: str) -> bool | None:
    """Return how a text writes 03/07/2024, going by its 23/07/2024 and 07/23/2024; None: unknown.

    Where it has both, the day comes first.
    """
    orders = {
        int(match["month"]) <= 12
        for match in _slashed(text)
        if max(int(match["day"]), int(match["month"])) > 12
    }
    return True in orders if orders else None


def _slashed(text: str) -> Iterator[re.Match[str]]:
    """Yield what is written like 03/07/2024; with dots the day is first everywhere."""
    return (m for m in _SLASHED.finditer(text.translate(_PLAIN)) if m["gap"] != ".")


def _from_iso(value: str, today: date | None) -> str | None:
    try:
        moment = datetime.fromisoformat(_parted(value))
    except ValueError:
        # An impossible day, or a form that ISO 8601 does not know («2024-07-03 7:23 pm»).
        return next((found.iso for found in find_dates(value, today)), None)
    if not _is_past(moment.date(), today):
        return None
    if len(value) <= len("2024-07-03"):
        return moment.date().isoformat()
    has_seconds = _SECONDS.search(value) or _COMPACT_SECONDS.match(value)
    return moment.isoformat(timespec="seconds" if has_seconds else "minutes")


def _parted(value: str) -> str:
    """Return 20240703072311 with the T between day and time that ISO 8601 wants."""
    is_run = _COMPACT.fullmatch(value) and len(value) > 9 and "T" not in value
    return f"{value[:8]}T{value[8:]}" if is_run else value


def _is_past(day: date, today: date | None) -> bool:
    return _EARLIEST <= day <= (today or datetime.now(UTC).date()) + _SLACK


def _rank(text: str, found: FoundDate) -> int:
    """Return the rank of a date by the nearest label before it on its line; 0 is the best."""
    line = text[max(0, found.start - _REACH) : found.start].rpartition("\n")[2]
    ranks = [_RANKS[label.lastgroup or ""] for label in _LABEL.finditer(line)]
    return ranks[-1] if ranks else _UNLABELLED


def _day(match: re.Match[str], *, day_first: bool = True) -> date | None:
    parts = match.groupdict()
    year, day = int(parts["year"]), int(parts["day"])
    name = parts.get("name")
    month = MONTHS[" ".join(name.lower().split())] if name else int(parts["month"])
    is_figures = not name and match.start("day") < match.start("year")
    if is_figures and (month > 12 or not (day_first or day > 12 or parts["gap"] == ".")):
        month, day = day, month  # 07/23/2024
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _find_hijri(text: str, today: date | None) -> Iterator[FoundDate]:
    from corpus.hijri import find_hijri

    plain = text.translate(_PLAIN)
    for start, end, day in find_hijri(plain):
        if _is_past(day, today):
            yield _with_time(plain, start, end, day)


def _with_time(plain: str, start: int, end: int, day: date) -> FoundDate:
    start, end, clock = time_beside(plain, start, end)
    return FoundDate(start, end, f"{day.isoformat()}T{clock}" if clock else day.isoformat())
