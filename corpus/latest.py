"""A folded question in, whether it asks how things stand now out."""

import re
from collections.abc import Sequence
from datetime import date

from corpus.language import FRAME_WORDS
from corpus.normalization import words
from corpus.time_expressions import Named

# These ask for the present, whatever time is named beside them.
_PRESENT = re.compile(
    r"""\b(?:
    (?<!what\ is\ )(?<!was\ )now(?!\ (?:that|known|called|part)\b)
  | nowadays | currently | (?<!at\ the\ )latest | newest | most\ recent(?:ly)?
  | recently | lately | at\ (?:present|this\ point) | at\ the\ moment(?!\ (?:of|when|that))
  | these\ days | to\ date | any\ (?:news|updates?) | what(?:'s|\ is)\ new | updates?\ (?:on|about)
  | (?<!electric\ )(?<!ocean\ )(?<!gulf\ )(?<!alternating\ )(?<!direct\ )
    current(?!\ (?:accounts?|affairs|of|through|from)\b)
  | where\ (?:do(?:es)?\ (?:\w+\ ){1,4}stand|are\ we)\b | incumbent
  | last\ (?:statements?|reports?|meetings?|visits?|talks|rounds?|updates?|figures?|tolls?|counts?
    |offers?|proposals?|decisions?|rulings?|attacks?|strikes?|elections?|polls?|prices?|deals?
    |press\ conferences?|sessions?|remarks?|positions?)
  | so\ far(?!\ (?:away|apart|from|as)\b) | (?:any\ more|anymore|any\ longer|no\ longer)
  | next(?!\ (?:to|door)\b) | upcoming
  | [وب]?الان | [وف]?حاليا(?!\ باسم\b) | ال?حالي(?:ه)? | راهنا | الراهن(?:ه)? | الوقت\ الحاضر
  | هلق | هلقيت | هلا
  | دلوقتي? | الحين | هسه | هسع | هسا | دابا | موخرا | احدث | (?:ال)?مستجدات | ما\ الجديد
  | (?:الاونه|الايام|الفتره|الاسابيع|الاشهر)\ الاخيره | وين\ (?:وصل|صار)(?:ت|وا)?
  | شو\ الجديد | (?:ال)?(?:مقبل|قادم|جاي)(?:ه)?
    )\b""",
    re.VERBOSE,
)
# These do too, unless the question is about what was: «Was he still minister in 2021?».
_LASTING = re.compile(
    r"""\b(?:
    still(?!\ (?:life|images?|photos?|pictures?|waters?|birth)\b) | yet(?!\ another\b)
  | (?:لا|ما|لم)\ ?[يتن]زال(?:وا|ون)? | ما\ ?زال(?:ت|وا|نا)? | لم\ ?[يت]زل | لسه | لسا | لسات\w{1,3}
  | بعد[هو]?ن?\ عم | بعد(?=\W*$)
    )\b""",
    re.VERBOSE,
)
_PAST = re.compile(r"\b(?:was|were|did|had|كان|كانت|كانوا|وكان|وكانت)\b")
# «آخر سعر» is the latest price, «سعر آخر» another one: folded they differ by what stands before.
_LAST = re.compile(r"(?:(?P<before>\w+) )?\bاخر (?P<after>\w+)")
_AT_LAST = re.compile(r"\bال(\w+) الاخيره?\b")  # «الموقف الأخير»
_NEWS = frozenset(
    words(
        """
        سعر اسعار خبر اخبار تطور تطورات مستجدات تصريح تصريحات قرار قرارات تقرير تقارير مره موعد
        مواعيد حصيله احصاء احصائيه ارقام جلسه جوله لقاء اجتماع زياره تحديث تحديثات بيان بيانات
        موقف مواقف ما رد هجوم انتخابات ظهور حكم رقم عرض اتفاق تعديل
        """
    )
)
_ASKING = frozenset(words("ما ماهو ماهي هو هي كم شو ايش وش عن اين وين متي"))
_TODAY = frozenset(("today", "tonight", "اليوم", "النهارده", "انهارده", "الليله"))


def wants_latest(folded: str, named: Sequence[Named], now: date) -> bool:
    """Return whether words outside the times named, or «today», ask how things stand."""
    if any(folded[one.start : one.end] in _TODAY for one in named):
        return True
    rest = _without(folded, named)
    if (
        _PRESENT.search(rest)
        or any(map(_is_latest, _LAST.finditer(rest)))
        or not _NEWS.isdisjoint(_AT_LAST.findall(rest))
    ):
        return True
    asks_past = _PAST.search(rest) and any(p.last < now for one in named for p in one.periods)
    return bool(_LASTING.search(rest)) and not asks_past


def _is_latest(match: re.Match[str]) -> bool:
    before, after = match["before"], match["after"]
    if after.removeprefix("ال") in _NEWS:
        return True
    return (before is None or before in _ASKING) and after not in FRAME_WORDS


def _without(folded: str, named: Sequence[Named]) -> str:
    """Return the text with a full stop in the place of each time."""
    for one in reversed(named):
        folded = f"{folded[: one.start]}.{folded[one.end :]}"
    return folded
