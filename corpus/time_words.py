"""The words of which expressions of time are made, Arabic and English, with what they mean.

Patterns are for text that `corpus.normalization` has folded, and so are the words once read.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from corpus.months import MONTHS
from corpus.normalization import fold
from corpus.periods import Period

Meaning = TypeVar("Meaning", int, str)
Periods = tuple[Period, ...]
Read = Callable[[re.Match[str], date], Periods]


@dataclass(frozen=True, slots=True)
class Expressions:
    """Patterns, each with what reads a match of it as periods, given today.

    `begins` matches, empty, where at least one of them does: to look for them all at once takes a
    tenth of the time.
    """

    begins: re.Pattern[str]
    readers: tuple[tuple[re.Pattern[str], Read], ...]

    def matches(self, folded: str) -> Iterator[tuple[re.Match[str], Read]]:
        """Yield every match in a folded text with what reads it, in order."""
        for place in self.begins.finditer(folded):
            for pattern, read in self.readers:
                if match := pattern.match(folded, place.start()):
                    yield match, read


# An Arabic conjunction or preposition is written together with what follows: «وتموز», «ب2023».
# What the first condition rules out, the others would too, but slowly.
_START = (
    r"(?<![^\Wوبلفمه])"
    r"(?:(?<!\w)|(?<=(?<!\w)[وبلف])|(?:(?<=\bال)|(?<=\bبال)|(?<=عام)|(?<=سنه))(?=\d))"
)


def compiled(*expressions: tuple[str, Read]) -> Expressions:
    """Return expressions of time with their patterns compiled, to match where a word starts."""
    unnamed = "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern, _ in expressions)
    return Expressions(
        re.compile(f"{_START}(?={unnamed})"),
        tuple((re.compile(_START + pattern), read) for pattern, read in expressions),
    )


def either(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def words(listed: str) -> list[str]:
    """Return the folded words of a list; an underscore joins what is one word here."""
    return [word.replace("_", " ") for word in fold(listed).split()]


def _meanings(meanings: Mapping[Meaning, str]) -> dict[str, Meaning]:
    """Return each of the words that `words` reads with its meaning."""
    return {word: meaning for meaning, listed in meanings.items() for word in words(listed)}


# --- numbers and units ---------------------------------------------------------------------------

UNITS = _meanings(
    {
        "day": "day days يوم ايام يوما",
        "week": "week weeks اسبوع اسابيع اسبوعا",
        "month": "month months شهر اشهر شهور شهرا",
        "quarter": "quarter quarters",
        "year": "year years عام سنه اعوام سنوات سنين عاما",
        "decade": "decade decades عقد عقود عقدا",
    }
)
UNIT = either(UNITS)
DUALS = _meanings(
    {
        "day": "يومين يومان",
        "week": "اسبوعين اسبوعان جمعتين",
        "month": "شهرين شهران",
        "year": "سنتين سنتان عامين عامان",
        "decade": "عقدين عقدان",
    }
)
DUAL = either(DUALS)

FEW = 0
"""What the number words for an unknown handful mean."""
NUMBERS = _meanings(
    {
        FEW: "few several بضع بضعه عده كم كام",
        1: "one a an",
        2: "two couple",
        3: "three ثلاثه ثلاث تلاته تلات تلت",
        4: "four اربعه اربع",
        5: "five خمسه خمس",
        6: "six سته ست",
        7: "seven سبعه سبع",
        8: "eight ثمانيه ثماني ثمان تمانيه تمن",
        9: "nine تسعه تسع",
        10: "ten عشره عشر",
        11: "eleven",
        12: "twelve",
        20: "twenty عشرين عشرون",
    }
)
NUMBER = rf"\d{{1,2}}|{either(NUMBERS)}"

# --- last, this, next ----------------------------------------------------------------------------

_BEHIND = _meanings(  # what stands behind an Arabic noun
    {
        -2: "قبل_الماضي قبل_الماضيه الاسبق قبل_الفائت قبل_اللي_فات قبل_اللي_فاتت اللي_قبل_اللي_فات",
        -1: """
            الماضي الماضيه الفائت الفائته المنصرم المنصرمه السابق السابقه الفارط الفارطه المنقضي
            المنقضيه اللي_فات اللي_فاتت يلي_فات يلي_فاتت اللي_مضي اللي_مضت يلي_مضي يلي_مضت
            اللي_راح اللي_راحت
            """,
        0: "الحالي الحاليه الجاري الجاريه هذا هذه دا ده دي هاي هاد هيدا هيدي",
        1: """
            المقبل المقبله القادم القادمه الاتي الاتيه الجاي الجايه الجي الجيه
            اللي_جاي اللي_جايه اللي_جي يلي_جاي يلي_جايه
            """,
    }
)
_BEFORE = _meanings(  # and before an English one
    {
        -1: "last past previous",
        0: "this current",
        1: "next coming upcoming",
    }
)
_STEPS = _BEHIND | _BEFORE


def relative(nouns: str, name: str) -> str:
    """Return a pattern for one of these nouns and which of its kind is meant, counted from today.

    For `read_relative`; the names of its groups begin with `name`. «هالسنة» is this year.
    """
    return (
        rf"(?:(?:the )?(?P<{name}_before>{either(_BEFORE)}) (?P<{name}_english>{nouns})\b"
        rf"|(?:هذا|هذه|هاي|هاد|هيدا|هيدي) ال(?P<{name}_this>{nouns})\b"
        rf"|(?:ال|هال|لل|بال)?(?P<{name}_arabic>{nouns}) (?P<{name}_behind>{either(_BEHIND)})\b"
        rf"|[وب]?هال(?P<{name}_near>{nouns})\b)"
    )


def read_relative(match: re.Match[str], name: str) -> tuple[str, int]:
    """Return the noun that a pattern of `relative` found, and how many steps from today's it is."""
    parts = match.groupdict()
    kinds = ("english", "this", "arabic", "near")
    noun = next(noun for kind in kinds if (noun := parts[f"{name}_{kind}"]))
    which = parts[f"{name}_before"] or parts[f"{name}_behind"]
    return noun, _STEPS[which] if which else 0


# --- months, days, seasons -----------------------------------------------------------------------

MONTH = either(MONTHS).replace(r"\ ", " ")
UNSURE_MONTHS = frozenset(
    words("may march mar jan sep dec june april august مارس ماي اب جوان نيسان")
)
"""Names of months that mean something else as well: verbs, people, a father."""
# «تموز», «يوليو/تموز», «تموز (يوليو)»
NAMED_MONTH = rf"(?:شهر )?(?P<month>{MONTH})\b\.?(?: ?[/(] ?(?:{MONTH})\b\)?)?"
MONTH_OR_NUMBER = rf"(?:{NAMED_MONTH}|شهر (?P<number>\d{{1,2}})(?![\d/.,]))"
OF = r"[ ,،/-]{0,3}(?:of |in |من |في |من عام |من سنه |لعام |لسنه |عام |سنه )?"
"""What may stand between a month and its year."""


DAY_NUMBER = r"(?P<day>3[01]|[12]\d|0?[1-9])"


def month_number(match: re.Match[str]) -> int:
    """Return the month that a match of `NAMED_MONTH` or `MONTH_OR_NUMBER` names."""
    parts = match.groupdict()
    return MONTHS[parts["month"]] if parts["month"] else int(parts["number"])


WEEKDAYS = _meanings(
    {
        0: "monday الاثنين الاتنين",
        1: "tuesday الثلاثاء التلاتاء الثلاثا التلات",
        2: "wednesday الاربعاء الاربعا",
        3: "thursday الخميس",
        4: "friday الجمعه",
        5: "saturday السبت",
        6: "sunday الاحد الحد",
    }
)
WEEKDAY = either(WEEKDAYS)
UNSURE_WEEKDAYS = frozenset(words("الاثنين الاتنين التلات الاحد الحد"))
"""Names of days that mean something else as well: both, the three, the border."""

SEASONS = _meanings(
    {
        3: "spring ربيع",
        6: "summer صيف",
        9: "autumn fall خريف",
        12: "winter شتاء شتا",
    }
)
"""The first month of each season, of three on the northern half of the earth."""
SEASON = either(SEASONS)

NEAR_DAYS = _meanings(
    {
        -2: """
            the_day_before_yesterday اول_امس اول_من_امس امس_الاول اول_امبارح اول_مبارح
            """,
        -1: "yesterday last_night امس البارحه البارح مبارح امبارح",
        0: """
            today tonight this_morning this_evening this_afternoon اليوم النهارده انهارده الليله
            """,
        1: "tomorrow غدا بكره بكرا باكر",
        2: "the_day_after_tomorrow بعد_غد بعد_بكره بعد_بكرا",
    }
)
NEAR_DAY = either(NEAR_DAYS)

# --- what a number of four figures is ------------------------------------------------------------

COUNTED = either(
    words(
        """
        people persons men women children girls boys soldiers troops fighters police officers
        workers employees staff jobs refugees migrants families households houses homes buildings
        schools villages cities towns trucks cars vehicles lorries ships boats aircraft planes
        tanks missiles rockets drones dollars euros pounds liras dirhams dinars riyals francs
        florins usd eur cents m km kg tonnes tons barrels litres liters gallons meters metres miles
        feet acres hectares degrees watts megawatts mw kilometres kilometers pages copies words
        votes seats points cases deaths dead killed injured wounded casualties victims prisoners
        detainees hostages passengers pilgrims students pupils patients doctors nurses teachers
        members visitors tourists fans spectators protesters demonstrators letters bags boxes cans
        bottles shares units items books trees animals sheep cows camels goats hours hrs minutes
        seconds days weeks months years gmt utc per percent million billion thousand times others
        civilians residents inhabitants citizens
        شخص شخصا رجل رجلا امراه طفل طفلا طفله جندي جنديا مقاتل مقاتلا عنصر عنصرا عامل عاملا موظف
        موظفا لاجئ لاجئا نازح نازحا مهاجر مهاجرا اسره عائله بيت بيتا منزل منزلا مدرسه قريه مدينه
        شاحنه سياره سفينه قارب طائره دبابه صاروخ صاروخا مسيره دولار دولارا يورو جنيه جنيها ليره
        درهم درهما دينار دينارا ريال ريالا فلورين طن طنا كيلو كيلوغرام كيلومتر كيلومترا كلم متر
        مترا ميل ميلا برميل برميلا لتر لترا هكتار هكتارا فدان ميغاواط درجه صفحه نسخه كلمه صوت صوتا
        مقعد مقعدا نقطه حاله وفاه قتيل قتيلا جريح جريحا مصاب مصابا ضحيه سجين سجينا معتقل معتقلا
        اسير اسيرا رهينه راكب راكبا حاج حاجا طالب طالبا مريض مريضا طبيب طبيبا ممرض معلم عضو عضوا
        زائر زائرا سائح سائحا مشجع متظاهر رساله كيس صندوق علبه سهم وحده كتاب شجره راس خروف جمل
        ساعه دقيقه ثانيه يوم يوما اسبوع شهر شهرا سنه عام عاما مليون مليار الف مره اخرين
        مدني مدنيا مواطن مواطنا نسمه ساكن فرد فردا
        """
    )
)
"""What is counted, and makes the number before it none of a year."""
NUMBERED = either(
    words(
        """
        resolution resolutions vision agenda number no no. nr article room flight route page model
        boeing airbus windows section clause f at about around over nearly almost
        roughly some least most than only approximately exactly another
        قرار القرار رقم ماده الماده رحله غرفه صفحه رويه الرويه اجنده الاجنده خطه الخطه
        الساعه نحو حوالي قرابه زهاء تقريبا فقط اكثر_من اقل_من ازيد_من
        """
    )
)
"""What has a number for its name, and what makes the number behind it an amount."""
YEAR_CUES = either(
    words(
        """
        in since by until till before after of between from and to during early late mid mid-
        through spring summer autumn fall winter beginning end or
        في منذ مند قبل بعد حتي بين من الي خلال مطلع اواخر اوائل منتصف نهايه بدايه لغايه ربيع صيف
        خريف شتاء و ب ل
        """
    )
)
"""Behind these a number of four figures is a year, if nothing is counted."""
YEAR_NAMES = either(
    words("year years anno the_year_of عام العام لعام سنه السنه لسنه بعام بسنه للعام عامي عام_ال")
)
"""Behind these any number of four figures is one."""
