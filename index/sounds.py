"""A name in Arabic or Latin letters in, its consonants as both scripts would hear them out.

Arabic writes consonants and long vowels, and those who write Arabic names in Latin letters, or
foreign names in Arabic ones, agree on the consonants at best. So two words may be one name where
they share the consonants, and the more so the better their vowels go together.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Self

ARTICLES = frozenset(
    ["al", "el", "ul", "ad", "ar", "as", "ash", "at", "az", "an", "ed", "er", "es", "et", "ez"]
)
"""The Arabic article in Latin letters, as it stands before a hyphen or a space."""

SAME = 0.75
"""The similarity from which two words are taken for one name.

Chosen from .6, .75, .85 on the names in the tests (`pytest tests/index/test_sounds.py`): of 616
pairs of spellings of one name 585, 584 and 571 meet; of 271,000 pairs of words of different names
130, 117 and 64 do, most of them differing in a short vowel or an ending only (Saeed and Saad).
"""

# What a spelling sounds like, the first that fits, where it stands in the word being part of it.
# Alternatives are parted by «|», the likeliest first; an empty one means that it may be silent.
# Consonants that the scripts, or languages written in them, take for one another are one capital:
#   B b p    F f v    T t th    D d dh    S s z    C sh ch    G g j gh    K k q    X kh    H h
#   L l      M m      N n       R r       A Y W    at the start: any vowel, y, w
# Vowels are small; which of Arabic's written ones each may be, _VOWELS says.
_LATIN = {
    "(?<=^abd)[aeu]l$": "",  # Abdel Fattah: عبد الفتاح
    "tsch|tch|cz": "C",
    "sch": "C|SK",
    "shh": "CH",
    "sh": "C|SH",  # Shaker, Ishaq
    "sz|sc(?=[eiy])": "S|C",
    "ch": "C|K|X",  # Chavez, Christopher, Munich
    "kh": "X",
    "ngh": "NGH|NG",
    "gh(?=t)": "",
    "gh": "G|",  # Baghdad, Hughes
    "dj|dzh|dg(?=[ei])": "G",
    "ph": "F",
    "th": "T|TH",  # Othman, Fathi
    "dh": "D|S|DH",  # Riyadh, Dhahran, Adham
    "(?:zh)+": "G|C",
    "t[sz]": "TS|S",
    "^x": "C|S",  # Xi, Xavier
    "x": "KS",
    "c(?=[eiy])": "S|C|G",
    "c$": "K|C",  # Vucic
    "c(?!k)|q(?!u)": "K|G",  # Ocalan, Qaddafi
    "ck|qu|k": "K",
    "^j(?=[uo])": "G|Y|X",  # John, Johannes, José
    "^j": "G|Y",  # Jamal, Jens
    "j": "G|",
    "ng(?![aeiouy])": "NG|N",
    "g": "G",
    "^wh?": "W|F",  # Washington, Wagner
    "(?<![aeiouy])w": "u|F",  # Schwarz
    "v": "F|B|u",  # Vienna, Aviv, Javad
    "^(?=eu|i[aou]|u)": "A|Y",  # Unesco
    "^ou|^o(?=[aei])": "Aw|W",  # Ouagadougou
    "^(?=[aeiou])": "A",
    "^y": "Y",
    "(?<=[aeiouy])h$": "|H",
    "(?<=[^aeiouy])h|h(?=[^aeiouy])": "H|",  # Delhi, John
    "h": "H",
    "(?:^|(?<=ein))s(?=[pt])": "S|C",  # Stuttgart, Einstein
    "[sz]": "S",
    "[bp]": "B",
    "f": "F",
    "(?<=[^aeiou][eu])t$": "T|D",  # Ahmet
    "t": "T",
    "d": "D",
    "l": "L",
    "m": "M",
    "nh(?=[aou])": "Ni|NH",  # Mourinho
    "n": "N",
    "r": "R",
    "ou|oo": "ww",
    "ee": "ii",
    "[uw]": "u",
    "i": "i",
    "y": "y",
    "a(?=[^aeiouwy]e)": "a|e",  # Facebook
    "a": "a",
    "e": "e",
    "o": "o",
}
_ARABIC = {
    "لله$": "L|LH",
    "(?<=.)ال(?=[تثدذرزسشصضطظن])": "aL|",  # خالد، زين الدين
    "تش": "C",
    "ت[سز]": "TS|S",
    "^[اعء]": "A",
    "^و": "W",
    "^ي": "Y",
    "ه$": "a|H|aT",
    "[هح]": "H",
    "خ": "X",
    "ث": "T|S",
    "[ذضظ]": "D|S",
    "[تط]": "T",
    "د": "D",
    "ق": "K|G",
    "ك": "K|G",
    "[جغگ]": "G",
    "ژ": "G|S",
    "[زسص]": "S",
    "چ": "C|G",
    "ش": "C",
    "[بپ]": "B",
    "[فڤ]": "F",
    "ل": "L",
    "م": "M",
    "ن(?=[بپ])": "N|M",
    "ن": "N",
    "ر": "R",
    "ع": "@",
    "ا": "a",
    "و": "u",
    "ي": "i",
}
_VOWELS = {"a": "a", "i": "i", "y": "iu", "w": "u", "u": "ua", "e": "ia", "o": "ua", "@": "aiu"}
_CLEAR = frozenset("aiu")
_WAYS = 32  # to read one spelling; further ones are not followed
_DOUBT = 0.25  # what an unlikely reading costs, in vowels that differ

_ARABIC_ARTICLE = re.compile(r"^[وف]?(?:[بك]?ال|لل)(?=..)")
_ARABIC_CLITICS = re.compile("^(?:[وف][بلك]?|[بلك])(?=....)"), re.compile("^[وف](?=....)")
_LATIN_ARTICLE = re.compile("^[ae]l(?=[^aeiou]...)")
_LATIN_ENDING = re.compile("(?<=....a)ns?$|(?<=....)s$")  # Iranians: إيران
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1")
_CONSONANT = re.compile("[A-Z]")


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """One way to read a word: its consonants, and the vowels before, between and after them.

    `doubt` is 0 for the likeliest reading of every letter.
    """

    sound: str
    key: str
    gaps: tuple[str, ...]
    doubt: float
    arabic: bool

    @classmethod
    def of(cls, sound: str, doubt: float, *, arabic: bool) -> Self:
        """Return the reading of a word of which every letter's sound is known."""
        key = "".join(_CONSONANT.findall(sound))
        return cls(sound, key, tuple(_CONSONANT.split(sound)), doubt, arabic)


class _Script:
    """The rules of one script, compiled."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._pattern = re.compile("|".join(f"({spelling})" for spelling in table))
        self._sounds = [
            [(sound, _DOUBT * bool(rank)) for rank, sound in enumerate(sounds.split("|"))]
            for sounds in table.values()
        ]

    def read(self, word: str) -> Iterable[tuple[str, float]]:
        """Yield how the word may sound, and the doubt in it."""
        heard = [self._sounds[(m.lastindex or 1) - 1] for m in self._pattern.finditer(word)]
        for way in islice(product(*heard), _WAYS):
            yield "".join([sound for sound, _ in way]), sum([doubt for _, doubt in way])


_SCRIPTS = {True: _Script(_ARABIC), False: _Script(_LATIN)}


def is_arabic(word: str) -> bool:
    """Return whether a folded word is in Arabic letters, by its first one."""
    return "\u0620" <= word[:1] <= "\u06ff"


def similarity(one: str, other: str) -> float:
    """Return from 0 to 1 how well two folded words go together as spellings of one name.

    It is that of the pair of readings that go together best; words that share no key have 0.
    """
    if one == other:
        return 1.0
    pairs = product(readings(one), readings(other))
    return max((fit(a, b) for a, b in pairs if a.key == b.key), default=0.0)


def fit(one: Pronunciation, other: Pronunciation) -> float:
    """Return from 0 to 1 how well two readings with the same key go together:

    1 - (places where the vowels differ + doubts) / (consonants - 1)
    """
    if one.arabic != other.arabic:
        latin, arabic = (other, one) if one.arabic else (one, other)
        differ = _discord(latin.gaps, arabic.gaps)
    else:
        differ = max(_discord(one.gaps, other.gaps), _discord(other.gaps, one.gaps))
    return max(0.0, 1 - (differ + one.doubt + other.doubt) / (len(one.key) - 1))


@lru_cache(maxsize=1 << 12)
def readings(word: str) -> tuple[Pronunciation, ...]:
    """Return the ways to read a folded word as a name; none has fewer than two consonants."""
    arabic = is_arabic(word)
    doubts: dict[str, float] = {}
    for form, doubt in _forms(word).items():
        for sound, further in _SCRIPTS[arabic].read(form):
            doubts[sound] = min(doubt + further, doubts.get(sound, 9.0))
    every = (Pronunciation.of(sound, doubt, arabic=arabic) for sound, doubt in doubts.items())
    return tuple(reading for reading in every if len(reading.key) > 1)


def _forms(word: str) -> dict[str, float]:
    """Return the word without what may be no part of the name, and the doubt in each form."""
    if not is_arabic(word):
        word = _DOUBLED.sub(r"\1", word)
        return {
            _LATIN_ARTICLE.sub("", word): _DOUBT,
            _LATIN_ENDING.sub("", word): _DOUBT,
            word: 0.0,
        }
    without = _ARABIC_ARTICLE.sub("", word)
    if without != word:
        return {word: _DOUBT, without: 0.0}
    forms = {clitic.sub("", word): _DOUBT for clitic in _ARABIC_CLITICS}
    return forms | {word: 0.0}


def _discord(latin: tuple[str, ...], arabic: tuple[str, ...]) -> float:
    """Return in how many places the vowels of two readings with one key do not go together."""
    if latin == arabic:
        return 0.0
    return sum(map(_inner, latin[1:-1], arabic[1:-1])) + _final(latin[-1], arabic[-1])


def _possible(vowels: str) -> set[str]:
    """Return which of Arabic's written vowels these may be."""
    return set("".join([_VOWELS[v] for v in vowels]))


@lru_cache(maxsize=1 << 12)
def _inner(latin: str, arabic: str) -> float:
    """Compare the vowels between two consonants.

    What Arabic writes must be in the Latin word; short vowels it does not write, long ones it does.
    """
    written = set(arabic) & _CLEAR
    if not written:
        if "@" in arabic:
            return 0.0 if latin else 0.5
        return 0.5 if len(latin) > 1 else 0.0
    heard = _possible(latin)
    if written <= heard or (arabic in {"ai", "iu"} and written & heard):  # بايدن، ميونخ
        return 0.0
    return 0.5 if written & heard else 1.0


@lru_cache(maxsize=1 << 12)
def _final(latin: str, arabic: str) -> float:
    """Compare the vowels at the end, where Arabic writes short ones as well, but often others."""
    heard, written = _possible(latin), _possible(arabic)
    # ى is Latin -a, and ي and ية make an adjective of a name.
    lacking = set() if arabic in {"i", "ia"} else (set(arabic) & _CLEAR) - heard
    unwritten = (set(latin) & {"i", "u"}) - written
    return 0.5 * bool(lacking or unwritten)
