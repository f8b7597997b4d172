"""Any text in, its folded copy out: the one folding for questions and passages.

The copy is for comparing only. Offsets and quotes refer to the original text, never to it.
"""

import re
import unicodedata

# One letter for the forms that writers of Arabic use for one another. Hamza on a carrier (أ إ آ ؤ
# ئ) needs no entry: decomposition turns it into a combining mark. The Persian forms stand for the
# Arabic letters that keyboards and fonts confuse them with.
_LETTERS = {
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ة": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ک": "ك",
}
# Hamza before و sits on either carrier: مسئول is مسؤول.
_YA_FOR_WAW = re.compile(
    "\u064a(?=[\u0640\u064b-\u0653\u0655-\u065f\u0670]*\u0654[\u0640\u064b-\u065f\u0670]*\u0648)"
)
_TATWEEL = "\u0640"  # lengthens a word for the eye only
_APOSTROPHES = "\u2018\u2019\u201b\u02bb\u02bc\u02bd\u02be\u02bf\u055a\uff07`\u00b4"
_SEPARATORS = {"\u066b": ".", "\u066c": ","}  # Arabic decimal and thousands separators


class _Folding(dict[int, str]):
    """A table for `str.translate` that works out a character's folding when it first meets it.

    Filling it beforehand would cost every command a walk over all of Unicode.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = self[code] = _folded(character)
        return folded


def _folded(character: str) -> str:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _table() -> _Folding:
    table = _Folding()
    table.update({ord(letter): to for letter, to in (_LETTERS | _SEPARATORS).items()})
    table[ord(_TATWEEL)] = ""
    table.update({ord(mark): "'" for mark in _APOSTROPHES})
    return table


_FOLDING = _table()


def fold(text: str) -> str:
    """Return the form in which two spellings of the same words are equal; idempotent.

    Compatibility forms are resolved, combining marks (Arabic and Latin diacritics), tatweel and
    invisible controls go, alef, hamza carriers, alef maqsura and ta marbuta become ا و ي ه (a
    hamza of its own stays, and before و both carriers are و), digits of all scripts become ASCII,
    case is folded, and white space is collapsed. This is Unicode's NFKC_Casefold (UAX #31) without
    marks.
    """
    if text.isascii():
        return " ".join(text.casefold().translate(_FOLDING).split())
    # Case folding can bring back composed letters and marks: hence the second decomposition.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    decomposed = _YA_FOR_WAW.sub("\u0648", decomposed)
    return unicodedata.normalize("NFC", " ".join(decomposed.translate(_FOLDING).split()))


# An alternative a kind of token: 2,254.5; 3.5 (but not 2024.07.03); u.s.; the rest, with inner
# apostrophes. All run over folded text.
_WORD = re.compile(
    r"""
    \d{1,3} (?:,\d{3})+ (?:\.\d+)? (?![\d,.]*\d)
  | (?<!\d\.) \d+\.\d+ (?!\.?\d)
  | (?<![^\W_]) [^\W\d_] (?:\.[^\W\d_])+ (?![^\W_])
  | [^\W_]+ (?:'[^\W_]+)*
    """,
    re.VERBOSE,
)


def words(text: str) -> list[str]:
    """Return the folded words of a text in order: runs of letters and digits.

    Spellings of one word give one token: «2,254» is 2254, «U.S.» is us, «أ.د.» is اد, «Sana'a»
    is sanaa, and an English possessive is left off. Clitics stay on; stemming is not done here.
    """
    found = _WORD.findall(fold(text))
    return [word if word.isalnum() else _bare(word) for word in found]


def _bare(word: str) -> str:
    """Return a word without its marks; the point of a number stays."""
    if "'" in word:
        return word.removesuffix("'s").replace("'", "")
    return word.replace(",", "") if word[0].isdigit() else word.replace(".", "")
