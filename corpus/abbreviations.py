"""The word before a full stop in, what that full stop can mean out."""

import re
from enum import Enum, auto


class FullStop(Enum):
    """What a full stop says about the end of a sentence."""

    BOUNDARY = auto()  # the sentence ends
    NEVER = auto()  # it belongs to the abbreviation: «Dr. Patel», «د. أحمد», «1. First»
    UNLESS_NUMBER = auto()  # «No. 7», «Jan. 3», but «He said no.»
    BEFORE_OPENER = auto()  # «U.S. forces», but «in the U.S. The minister …»


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Written before a name; only with a capital, so that a «rep.» at the end of a sentence ends it.
_TITLES = _listed(
    """
    mr mrs ms mx dr prof gen lt col sgt cpl capt cmdr maj adm brig sen rep gov pres amb rev fr hon
    st mt ft messrs mme mlle supt insp det
    """
)
_NEVER = frozenset({"vs", "v", "e.g", "i.e", "cf", "viz", "ca"})
_BEFORE_NUMBERS = _listed(
    """
    no nos nr art sec ch vol pp p fig par jan feb mar apr jun jul aug sep sept oct nov dec
    """
)
_OTHERS = _listed(
    """
    inc ltd corp co bros llc plc jr sr ph.d dept govt univ est approx al tel ave blvd
    """
)
_ARABIC_TITLES = frozenset({"ود", "أد", "اد"})
# Words that begin sentences and hardly ever follow an abbreviation within one, as capitals there
# mostly belong to names («U.S. Senate»).
_OPENERS = _listed(
    """
    the a an this that these those there here he she it they we you i his her its their our my
    in on at by for from with under during after before since until as if when while although
    though because but and or nor so yet both what who why how where many most some several few
    another other no not meanwhile however also later earlier asked according despite still
    """
)

_ENUMERATOR = re.compile(r"\d{1,3}|[ivxIVX]{1,5}|[^\W\d_]")
_LATIN_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")  # J, U.S, a.m
_ARABIC_INITIALS = re.compile(r"[\u0621-\u064a]\u0640*(?:\.[\u0621-\u064a]\u0640*)*")
_OPENING = "\"'“‘«‹([{"


def full_stop_after(token: str, *, preceded_by: str, is_first: bool) -> FullStop:
    """Return what a full stop means after `token`.

    Args:
        token: what stands directly before the full stop, back to a space.
        preceded_by: the text before the token; only its last word counts.
        is_first: the token opens the sentence.
    """
    token = token.lstrip(_OPENING)
    lowered = token.casefold()
    if is_first and _ENUMERATOR.fullmatch(token):
        return FullStop.NEVER
    if _ARABIC_INITIALS.fullmatch(token):
        # After a number it is a unit or an era: «عام 1445 هـ.», «سنة 300 ق.م.»
        after_number = preceded_by.rstrip()[-1:].isdigit()
        return FullStop.BOUNDARY if after_number else FullStop.NEVER
    if (lowered in _TITLES and token[0].isupper()) or token in _ARABIC_TITLES or lowered in _NEVER:
        return FullStop.NEVER
    if lowered in _BEFORE_NUMBERS:
        return FullStop.UNLESS_NUMBER
    if lowered in _OTHERS or _LATIN_INITIALS.fullmatch(token):
        return FullStop.BEFORE_OPENER
    return FullStop.BOUNDARY


def is_sentence_opener(word: str) -> bool:
    """Return whether a capitalised English word can be taken for the first of a sentence."""
    return word[:1].isupper() and word.casefold() in _OPENERS
