"""The surroundings of a date in, the time of day that belongs to it out."""

import re

# A dot parts hours and minutes only where a half of the day or a zone follows: «12.05 BST».
_CLOCK = r"""
    (?P<hour>\d{1,2})
    (?: : (?P<minute>\d\d) (?P<second> :\d\d )? (?:\.\d{1,9})?
      | \. (?P<dotted>\d\d) (?= [ ]? (?: [ap]\.?m\b | (?-i:[A-Z]{2,4}\b) ) ) )
    (?: [ \x1f]? (?P<half> [ap]\.?m\b\.? | صباح[اً]* | مساء[اً]* | [صم]\b ) )?
    (?: [ ]? (?P<zone> Z\b | (?:GMT|UTC)\b (?:[+-]\d{1,2}(?::?\d\d)?)? | [+-]\d\d:?\d\d ) )?
"""
_BETWEEN = r"[ \x1f\t|,،.@–—·•()-]{0,6}"
_AFTER = re.compile(
    rf"(?: T | {_BETWEEN} (?:(?:at|الساعه|عند|في)\b[ ]?:?[ ]?)? ) {_CLOCK} (?![\d:])",
    re.VERBOSE | re.IGNORECASE,
)
# Between a time and the date behind it may stand a zone and a day of the week.
_BEFORE = re.compile(
    rf"(?<![\d:]) {_CLOCK} (?: {_BETWEEN} [^\W\d_]{{2,10}} ){{0,2}} {_BETWEEN} $",
    re.VERBOSE | re.IGNORECASE,
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?")
_REACH = 50  # characters
_FARTHEST = 14  # hours from Greenwich, on the Line Islands


def time_beside(plain: str, start: int, end: int) -> tuple[int, int, str]:
    """Return the range widened by a time of day behind it, else before it, and that time.

    The time is ISO 8601 with the offset of its zone, the empty string where there is none on the
    line; a zone that is only named is left out, as names are shared.

    Args:
        plain: a text with ASCII digits, as `corpus.dates` prepares it.
    """
    after = _AFTER.match(plain[end : end + _REACH].partition("\n")[0])
    if after and (clock := _clock(after)):
        return start, end + after.end(), clock
    reach = plain[max(0, start - _REACH) : start].rpartition("\n")[2]
    before = _BEFORE.search(reach)
    if before and (clock := _clock(before)):
        return start - len(reach) + before.start(), end, clock
    return start, end, ""


def _clock(match: re.Match[str]) -> str:
    """Return a time of day with its zone as ISO 8601, the empty string where it is none."""
    hour, minute = int(match["hour"]), int(match["minute"] or match["dotted"])
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
    """Return a zone as an offset: «Z» and «GMT» are +00:00, «GMT+3» and «+0300» are +03:00.

    An offset that no place on Earth has is left out.
    """
    if not zone:
        return ""
    offset = _OFFSET.search(zone)
    if offset is None:
        return "+00:00"
    hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
    if minutes > 59 or hours > _FARTHEST:
        return ""
    return f"{offset['sign']}{hours:02}:{minutes:02}"
