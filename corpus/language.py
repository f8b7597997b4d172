"""A text in, its language out: Arabic or English."""

from corpus.article import Language
from corpus.normalization import words

# What a sentence is built of. Names and terms of the other language stand inside such a frame, so
# these words show which language the sentence is in. Folded as `corpus.normalization` folds.
_ARABIC_FRAME = """
    ما ماذا من هو هي هم هل كيف متي اين لماذا ليش شو ايش وين مين كم اي في علي الي عن مع ان هذا هذه
    ذلك التي الذي الذين لا لم لن قد كان كانت بعد قبل بين حول ضد او ثم عند منذ حتي
"""
_ENGLISH_FRAME = """
    what who whom whose which when where why how is are was were be been do does did has have had
    the a an of in on at to from with about by for and or not will would can could it this that
    these those he she they his her their after before between against
"""
FRAME_WORDS = frozenset(_ARABIC_FRAME.split()) | frozenset(_ENGLISH_FRAME.split())
_FRAME_WEIGHT = 3
_SAMPLE = 5_000  # characters; the language of a long text shows long before its end


def detect_language(text: str, default: Language = "en") -> Language:
    """Return the language a text is written in; `default` where it has no word of either script.

    Each word votes for the language of its script, and a word that sentences are built of (ما، هل،
    من، what, is, of …) has three votes: «ما هو موقف Vedant Patel من Assad» is Arabic although most
    of its letters are Latin, "what is موقف" is English. In a tie the first word decides, because
    in both languages a question opens with its own words.
    """
    votes: dict[Language, int] = {"ar": 0, "en": 0}
    first: Language | None = None
    for word in words(text[:_SAMPLE]):
        language = _script_language(word)
        if language is None:
            continue
        first = first or language
        votes[language] += _FRAME_WEIGHT if word in FRAME_WORDS else 1
    if first is None:
        return default
    if votes["ar"] == votes["en"]:
        return first
    return "ar" if votes["ar"] > votes["en"] else "en"


def _script_language(word: str) -> Language | None:
    for letter in word:
        if "\u0600" <= letter <= "\u08ff" and letter.isalpha():
            return "ar"
        if letter < "\u0250" and letter.isalpha():
            return "en"
    return None
