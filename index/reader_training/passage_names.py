"""A passage with its questions in, the names in them out.

Which words are names shows in Latin script by the capitals, in Arabic by sounding like one of those
(`index.sounds`): every passage has questions in both languages.
"""

import re
from collections.abc import Iterator, Sequence

from corpus.months import MONTHS
from corpus.normalization import fold, words
from index.analysis import FUNCTION_WORDS
from index.names import capitalised
from index.reader_training.examples import WrittenPassage, WrittenQuestion
from index.sounds import ARTICLES, SAME, is_arabic, similarity

ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ARABIC_DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")

_MARKS = "\u064b-\u0655\u0670"  # the vowels of Arabic, which are not letters to `re`
_LETTERS = rf"(?:[^\W\d_][{_MARKS}]*)+"
WORD = re.compile(_LETTERS)
_TOKEN = re.compile(rf"{_LETTERS}(?:['\u2018\u2019\u02bb-\u02bf`](?!s\b){_LETTERS})*")

_ARTICLES = "|".join(sorted(ARTICLES))
_WITHIN = rf"(?:[ -]| of | (?:{_ARTICLES})[ -])"  # between the words of one name
_IN = r"(?:in|at|near|في|قرب)\s(?:the\s)?|\bب"  # before the name of a place, not of a person
_ARTICLE = "ال"
_INDEFINITE = "\u064b"  # on a common noun or an adverb
_PROCLITICS = "وفبلك"
_SHORTEST_NAME = 3  # letters

_CALENDAR = {fold(day) for day in (*ENGLISH_DAYS, *ARABIC_DAYS)} | set(MONTHS)
_CALENDAR |= {fold(f"{day}s") for day in ENGLISH_DAYS}


class Names:
    """The names in the texts and questions of one language, each with all its words."""

    def __init__(self, passage: WrittenPassage, language: str) -> None:
        texts = _texts(passage, language)
        longest_first = sorted(_name_words(passage, language), key=len, reverse=True)
        word = "|".join(map(re.escape, longest_first)) or "(?!)"
        prefix = f"[{_PROCLITICS}]?" if language == "ar" else ""
        self._pattern = re.compile(
            rf"(?<!\w){prefix}(?P<name>(?:(?:{_ARTICLES})-)?(?:{word})(?:{_WITHIN}(?:{word}))*)"
            rf"(?![\w{_MARKS}])"
        )
        found = [(match.group("name"), text) for text in texts for match in self.find(text)]
        self._names = sorted({name for name, _ in found})
        self._places = {
            fold(name)
            for name, text in found
            if re.search(rf"\b(?:{_IN}){re.escape(name)}\b", text, re.IGNORECASE)
        }

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where a name stands, in the group `name`."""
        return self._pattern.finditer(text)

    def others(self, name: str, question: WrittenQuestion) -> list[str]:
        """Return what can stand for a name and makes another question; places for a place.

        Names of as many words are more often of one kind, so there are no others beside these.
        """
        alike = [
            other
            for other in self._names
            if _is_other(other, name, question)
            and (fold(other) in self._places) == (fold(name) in self._places)
        ]
        return [other for other in alike if len(other.split()) == len(name.split())] or alike


def sounds_in(name: str, text: str) -> bool:
    """Return whether all words of a name, or what sounds like them, stand in a text."""
    said = _words(text)
    return all(any(similarity(word, own) >= SAME for own in said) for word in _words(name))


def _name_words(passage: WrittenPassage, language: str) -> set[str]:
    """Return the words that are names in the texts and questions of one language, as written."""
    latin = {name for text in _texts(passage, "en") for name in capitalised(text)}
    latin = {name for name in latin - _CALENDAR if len(name) >= _SHORTEST_NAME}
    said = {word for text in _texts(passage, language) for word in _TOKEN.findall(text)}
    if language == "en":
        return {word for word in said if word[0].isupper() and _folded(word) in latin}
    said |= {word[1:] for word in said if word[0] in _PROCLITICS}
    return {
        word
        for word in said
        if is_arabic(word)
        and _INDEFINITE not in word
        and fold(word) not in FUNCTION_WORDS
        and len(fold(word)) >= _SHORTEST_NAME
        and any(similarity(fold(word), name) >= SAME for name in latin)
    }


def _texts(passage: WrittenPassage, language: str) -> list[str]:
    own = [passage.text] if passage.language == language else []
    return own + [question.q for question in passage.questions if question.language == language]


def _is_other(name: str, word: str, question: WrittenQuestion) -> bool:
    """Return whether a name can stand for another one and makes another question of it.

    Of «Tarek Munsif» and «Tarek Barsum» each has a word that the other lacks; «Munsif» has none.
    """
    return (
        _lacks(name, word)
        and _lacks(word, name)
        and name.startswith(_ARTICLE) == word.startswith(_ARTICLE)
        and name.isupper() == word.isupper()
        and fold(name) not in fold(question.q)
        and not set(_words(name)) & set(_words(question.answer))
    )


def _lacks(one: str, other: str) -> bool:
    """Return whether a word of the other name sounds like none of the one."""
    return any(
        all(similarity(theirs, own) < SAME for own in _words(one)) for theirs in _words(other)
    )


def _words(text: str) -> Sequence[str]:
    return [_folded(word) for word in _TOKEN.findall(text)]


def _folded(word: str) -> str:
    return "".join(words(word))
