"""A text in, the terms that BM25 compares out: folded, without function words, stemmed."""

import re
from functools import lru_cache

import Stemmer

from corpus.normalization import fold, words

ANALYSER = "fold-clitics-snowball-4"
"""Names this analysis in a manifest; an index made by another must be rebuilt."""

# Snowball's Arabic stemmer takes off ال, بال and لل, but not before two letters («السد»), nor a
# conjunction before them, and of the letters that are attached singly, و ف ب ل ك, some from some
# words. So what looks like one goes before it, where five letters stay, and after it, where three
# do, even if it is of the word («لبنان»): so most words give one term with clitics and without.
# Some that differ in their first letter give one as well («كمال», «مال»); «للجنة» keeps no ل.
_CLITICS = re.compile(r"^(?:[وف]?(?:[بك]?ال|لل)(?=(?!له$)\w{2}))?(?:[وفبلك]+(?=\w{5}))?")
_ATTACHED = re.compile(r"^[وفبلك]+(?=\w{3})")
_FINAL_ALEF = re.compile(r"(?<=\w{2}ي)ا$")  # سوريا is سورية
_ARABIC = re.compile("[\u0621-\u064a]")

# Words that build questions and clauses. In a small collection of news «what» is as rare as a
# name, and BM25 would take it for one.
FUNCTION_WORDS = frozenset(
    fold(
        """
        ما ماذا من مَن هل كيف متى أين لماذا لمَ كم أي أية هو هي هم هما الذي التي الذين هذا هذه ذلك تلك
        في على إلى عن مع أن إن أنه أنها بأن كان كانت يكون لا لم لن قد ثم أو بعد قبل بين عند حتى كل
        شو ايش إيش وش ليش ليه وين فين مين شنو منو امتى إيمتى هيك اللي إزاي ازاي كام قديش عم راح
        a about after all an and any are as at be been before but by can could did do does for from
        had has have he her his how i if in into is it its me more most no not of on or our over
        she should so some such than that the their them then there these they this those to under
        up was we were what when where which while who whom whose why will with would you your
        """
    ).split()
)


def analyse(text: str) -> list[str]:
    """Return the terms of a text in order, repetitions kept."""
    return [term for word in words(text) if (term := _term(word))]


@lru_cache(maxsize=1 << 16)
def _term(word: str) -> str:
    """Return what stands for a word, empty for a function word."""
    if word in FUNCTION_WORDS:
        return ""
    if _ARABIC.match(word):
        bare = _FINAL_ALEF.sub("ه", word.replace("ء", ""))  # many leave a hamza out: وزراء, وزرا
        stem = _stem("arabic", _CLITICS.sub("", bare))
        return _ATTACHED.sub("", stem)
    return _stem("english", word)


def _stem(language: str, word: str) -> str:
    # A stemmer serves a single thread, and is made in a microsecond.
    stem: str = Stemmer.Stemmer(language).stemWord(word)
    return stem
