"""A text in, the dates of the Islamic calendar in it out, as days of the Gregorian one.

By the Umm al-Qura calendar of Saudi Arabia (`hijridate`); where the new moon was seen elsewhere, a
date may be off by a day.
"""

import re
from collections.abc import Iterator
from datetime import date

from hijridate import Hijri

# As `corpus.dates` prepares a text.
_NAMES = (
    ("محرم", "المحرم", "muharram"),
    ("صفر", "safar"),
    ("ربيع الاول", "ربيع اول", "rabi al-awwal", "rabi' al-awwal", "rabi i"),
    ("ربيع الثاني", "ربيع الاخر", "ربيع ثاني", "rabi al-thani", "rabi' al-thani", "rabi ii"),
    ("جمادي الاولي", "جمادي الاول", "jumada al-awwal", "jumada al-ula", "jumada i"),
    ("جمادي الاخره", "جمادي الثانيه", "جمادي الثاني", "jumada al-thani", "jumada ii"),
    ("رجب", "rajab"),
    ("شعبان", "shaban", "sha'ban", "shaaban"),
    ("رمضان", "ramadan", "ramadhan"),
    ("شوال", "shawwal"),
    ("ذو القعده", "ذي القعده", "ذو قعده", "dhu al-qadah", "dhu al-qi'dah", "dhul qadah"),
    ("ذو الحجه", "ذي الحجه", "ذو حجه", "dhu al-hijjah", "dhul hijjah"),
)
HIJRI_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
HIJRI_MONTH = "|".join(
    re.escape(name).replace(r"\ ", r"\s") for name in sorted(HIJRI_MONTHS, key=len, reverse=True)
)
_YEAR = r"(?P<year>1[34]\d\d)"
_ERA = r"\s?(?:هـ|ه\b|هجري|للهجره|AH\b|A\.H\.)"
_GAP = r"[\s,،/-]{0,3}"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 25 ذو القعدة 1445, 25 من شهر رمضان 1445 هـ, 15 Ramadan 1445
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:\sمن)?(?:\sشهر)?(?:\sof)?{_GAP}(?P<name>{HIJRI_MONTH})\b"
        rf"{_GAP}(?:لعام|عام|سنه)?\s?{_YEAR}(?!\d)(?:{_ERA})?",
        # Figures alone need the era: 25/11/1445 هـ, 1445/11/25هـ
        rf"(?<![\d/])(?P<day>\d{{1,2}})(?P<gap>[\s./-]{{1,3}})(?P<month>\d{{1,2}})(?P=gap)"
        rf"{_YEAR}{_ERA}",
        rf"(?<![\d/]){_YEAR}(?P<gap>[\s./-]{{1,3}})(?P<month>\d{{1,2}})(?P=gap)"
        rf"(?P<day>\d{{1,2}}){_ERA}",
    )
)


def find_hijri(plain: str) -> Iterator[tuple[int, int, date]]:
    """Yield start, end and Gregorian day of each date, by where it starts.

    Args:
        plain: a text with ASCII digits and folded letters, as `corpus.dates` prepares it.
    """
    matches = (match for pattern in _DATES for match in pattern.finditer(plain))
    for match in sorted(matches, key=lambda match: match.start()):
        parts = match.groupdict()
        name = parts.get("name")
        month = HIJRI_MONTHS[" ".join(name.lower().split())] if name else int(parts["month"])
        try:
            gregorian = Hijri(int(parts["year"]), month, int(parts["day"])).to_gregorian()
        except (ValueError, OverflowError):
            continue
        yield match.start(), match.end(), date(*gregorian.datetuple())
