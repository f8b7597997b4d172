"""Expressions that count from today: yesterday, last month, two weeks ago, on Tuesday.

Patterns for folded text, each with what reads a match as periods; none where it is no time.
"""

import re
from datetime import date, timedelta

from corpus.hijri import HIJRI_MONTH
from corpus.periods import Period, day_period, months_period, shifted, year_period
from corpus.time_words import (
    DUAL,
    DUALS,
    FEW,
    MONTH,
    NEAR_DAY,
    NEAR_DAYS,
    NUMBER,
    NUMBERS,
    UNIT,
    UNITS,
    UNSURE_WEEKDAYS,
    WEEKDAY,
    WEEKDAYS,
    Expressions,
    Periods,
    compiled,
    read_relative,
    relative,
)

_DAYS_IN = {"day": 1, "week": 7}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_HANDFUL = (2, 9)  # what «a few» may be


def _near_day(match: re.Match[str], now: date) -> Periods:
    if match["near"] in {"اليوم", "الليله"} and _PER.search(match.string[: match.start()]):
        return ()
    return (day_period(now + timedelta(days=NEAR_DAYS[match["near"]])),)


_PER = re.compile(r"(?<!\w)(?:في|كل|ذلك|تلك|طوال|طيله|نفس|منتصف|مدار|عن|من) $")
# «اليوم الأول» is the first day, «أمس الحاجة» dire need.
_NOT_NEAR = (
    r"(?!(?<=اليوم) (?:ال(?:اول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|اخير|تالي|سابق|واحد"
    r"|عالمي|وطني|دولي|موعود|ذي)|ذاته|نفسه|الذي|اللي)\b)(?!(?<=امس) الحاجه)"
    r"(?!(?<=بكره) (?:ال)?(?:قدم|سله|يد|طايره|تنس|ماء)\b)"
)


def _bare_weekday(match: re.Match[str], now: date) -> Periods:
    """Return the latest such day not after today; «كل خميس» is none, and «الاثنين» may be two."""
    name, before = match["weekday"], match.string[max(0, match.start() - 12) : match.start()]
    if _HABIT.search(before) or _ENDS_WITH_DAY.search(before):
        return ()
    if name in UNSURE_WEEKDAYS and not _surely(match, before):
        return ()
    return (day_period(now - timedelta(days=(now.weekday() - WEEKDAYS[name]) % 7)),)


_HABIT = re.compile(r"\b(?:every|each|كل|ايام|black|good|bloody|palm|ash|صلاه|خطبه) (?:يوم )?$")
_ENDS_WITH_HOUR = re.compile(r"(?<!\w)(?:مساء|صباح|ليله|فجر|ظهر|عصر) $")
_ENDS_WITH_DAY = re.compile(r"(?<!\w)(?:امس|اليوم|غدا) $")  # which says it already


def _surely(match: re.Match[str], before: str) -> bool:
    return match.group().startswith("يوم ") or bool(_ENDS_WITH_HOUR.search(before))


def _which_weekday(match: re.Match[str], now: date) -> Periods:
    """Return the day before or after today, or in the week of it, as said."""
    name, step = read_relative(match, "name")
    back = (now.weekday() - WEEKDAYS[name]) % 7
    if step < 0:
        back = back or 7
    elif step > 0:
        back -= 7
    return (day_period(now - timedelta(days=back)),)


def _which_unit(match: re.Match[str], now: date) -> Periods:
    noun, step = read_relative(match, "unit")
    unit = UNITS[noun]
    if match["unit_before"] == "past" and unit != "day":
        return (_back(now, 1, unit),)
    return (_unit(now, unit, step),)


def _before_last(match: re.Match[str], now: date) -> Periods:
    return (_unit(now, match["before_last"], -2),)


_ENDS_WITH_EDGE = re.compile(
    r"(?<!\w)[وبلف]?(?:مطلع|بدايه|اول|اوايل|مستهل|منتصف|اواسط|اواخر|نهايه|ختام"
    r"|(?:beginning|start|middle|end) of) $"
)


def _of_now(match: re.Match[str], now: date) -> Periods:
    """Return the year of «the end of the year»; the part is read off elsewhere."""
    has_edge = _ENDS_WITH_EDGE.search(match.string[: match.start()])
    return (_unit(now, UNITS[match["whole"]], 0),) if has_edge else ()


def _ago(match: re.Match[str], now: date) -> Periods:
    unit, number = _counted(match)
    if number == FEW:
        return (_handful_ago(now, unit),)
    if unit == "week":
        middle = now - timedelta(weeks=number)
        return (Period(middle - timedelta(days=3), middle + timedelta(days=3)),)
    return (_unit(now, unit, -number),)


def _few_ago(match: re.Match[str], now: date) -> Periods:
    return (_handful_ago(now, UNITS[match["units"]]),)


def _handful_ago(now: date, unit: str) -> Period:
    least, most = _HANDFUL
    return Period(_moved(now, unit, -most), _moved(now, unit, -least))


def _until_now(match: re.Match[str], now: date) -> Periods:
    unit, number = _counted(match)
    return (_back(now, number or _HANDFUL[1], unit),)


def _last_hours(match: re.Match[str], now: date) -> Periods:
    return (_back(now, max(1, int(match["hours"]) // 24), "day"),)


def _recent(match: re.Match[str], now: date) -> Periods:
    return (_back(now, _HANDFUL[1], UNITS[match["units"]]),)


def _counted(match: re.Match[str]) -> tuple[str, int]:
    """Return the unit and how many of it were said; `FEW` for a handful."""
    parts = match.groupdict()
    if dual := parts.get("dual"):
        return DUALS[dual], 2
    if single := parts.get("single") or parts.get("past"):
        return UNITS[single], 1
    number = parts["count"] or "1"
    return UNITS[match["unit"]], int(number) if number.isdigit() else NUMBERS[number]


def _back(now: date, number: int, unit: str) -> Period:
    return Period(_moved(now, unit, -number), now)


def _moved(now: date, unit: str, by: int) -> date:
    if unit in _DAYS_IN:
        return now + timedelta(days=by * _DAYS_IN[unit])
    return shifted(now, by * _MONTHS_IN[unit])


def _unit(now: date, unit: str, step: int) -> Period:
    """Return the calendar's day, week, month, … so many steps from today's.

    A week begins on Saturday in some countries and on Monday in others: both count as its days.
    """
    match unit:
        case "day":
            return day_period(now + timedelta(days=step))
        case "week":
            monday = now - timedelta(days=now.weekday() - 7 * step)
            return Period(monday - timedelta(days=2), monday + timedelta(days=6))
        case "decade":
            return year_period(now.year // 10 * 10 + 10 * step, 10)
        case _:
            months = _MONTHS_IN[unit]
            first = (now.month - 1) // months * months + 1
            return months_period(now.year, first + step * months, months)


_PLURAL = "days|weeks|months|years|decades"
_ARABIC_PLURAL = "ايام|اسابيع|اشهر|شهور|اعوام|سنوات|سنين|عقود"
_ARABIC_UNIT = "يوم|اسبوع|شهر|سنه|عام|عقد"
_PAST = "الماضيه|الماضيين|الاخيره|الاخيرين|الفايته|المنصرمه|اللي فاتت?|يلي فاتت?"
# «قبل شهرين من الانتخابات» counts from the elections; «قبل شهر تموز» counts nothing.
_NOT_FROM = rf"(?! (?:من(?! (?:الان|اليوم)\b)|علي|عن|ال|\d|(?:{MONTH}|{HIJRI_MONTH})\b))"
_COUNT = rf"(?P<count>{NUMBER})"

RELATIVE_TIMES: Expressions = compiled(
    (rf"(?P<near>{NEAR_DAY})\b{_NOT_NEAR}", _near_day),
    (relative(WEEKDAY, "name"), _which_weekday),
    (rf"(?:يوم )?(?P<weekday>{WEEKDAY})\b", _bare_weekday),
    (r"the (?:last|past) (?P<single>week|month|year|decade)\b(?! of\b)", _until_now),
    (rf"{relative(UNIT, 'unit')}(?! of\b)", _which_unit),
    (r"the (?P<before_last>week|month|year) before last\b", _before_last),
    (r"(?:ال|the )(?P<whole>عام|سنه|شهر|year|month)\b(?! of\b)", _of_now),
    (rf"(?:(?:a )?{_COUNT} )(?:of )?(?P<unit>{UNIT}) ago\b", _ago),
    (
        rf"(?:قبل(?: (?:حوالي|نحو|قرابه|اكثر من))?|(?<!اكثر )(?<!اقل )(?<!ازيد )من) "
        rf"(?:(?P<dual>{DUAL})|{_COUNT} (?P<unit>{UNIT}))\b{_NOT_FROM}",
        _ago,
    ),
    (
        rf"(?:قبل(?: (?:حوالي|نحو|قرابه|اكثر من))? (?P<single>{_ARABIC_UNIT})\b{_NOT_FROM}"
        rf"|من (?P<past>{_ARABIC_UNIT})(?=$|[؟?.،!]))",
        _ago,
    ),
    (rf"قبل (?P<units>{_ARABIC_PLURAL})\b{_NOT_FROM}", _few_ago),
    (rf"(?:the )?(?:last|past) {_COUNT} (?P<unit>{_PLURAL})\b", _until_now),
    (r"(?:the )?(?:last|past|recent) (?P<units>days|weeks|months|years)\b", _recent),
    (
        rf"اخر (?:(?P<dual>{DUAL})|{_COUNT} (?P<unit>{UNIT})|(?P<single>{_ARABIC_UNIT}))\b"
        r"(?! (?:من|في))",
        _until_now,
    ),
    (rf"(?:ال)?{_COUNT} (?P<unit>{_ARABIC_PLURAL}) (?:{_PAST})\b", _until_now),
    (rf"ال(?P<unit>{_ARABIC_PLURAL}) ال{_COUNT} (?:{_PAST})\b", _until_now),
    (rf"ال(?P<dual>{DUAL}) (?:{_PAST})\b", _until_now),
    (rf"ال(?P<units>{_ARABIC_PLURAL}) (?:{_PAST})\b", _recent),
    (r"(?:the )?(?:last|past) (?P<hours>\d{1,2}) hours\b", _last_hours),
    (r"اخر (?:ال)?(?P<hours>\d{1,2}) ساعه\b", _last_hours),
    (rf"(?:ال)?(?P<hours>\d{{1,2}}) ساعه (?:{_PAST})\b", _last_hours),
    # «منذ شهرين» is since then, or then.
    (
        rf"منذ (?:(?P<dual>{DUAL})|{_COUNT} (?P<unit>{UNIT})|(?P<single>{_ARABIC_UNIT}))\b(?! \d)",
        _until_now,
    ),
)
