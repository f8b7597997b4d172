"""A passage with its questions in; its answerable questions with one thing changed out.

The thing is a number, a year, a month, a day of the week or a name that passage and question share;
another one takes its place, so that the question is nowhere answered: a minimal pair. Which words
are names shows in Latin script by the capitals, in Arabic by sounding like one of those
(`index.sounds`): every passage has questions in both languages. Names of several words are changed
as a whole, a name that stands after «in» for another that does.
"""

import re
from collections.abc import Iterator, Sequence
from random import Random

from corpus.months import MONTHS
from corpus.normalization import fold, words
from index.names import capitalised
from index.reader_training.examples import WrittenPassage, WrittenQuestion
from index.sounds import ARTICLES, SAME, is_arabic, similarity

SWAPPED = "swapped"

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2018\u2019\u02bb-\u02bf`](?!s\b)[^\W\d_]+)*")
_ARTICLES = "|".join(sorted(ARTICLES))
_WITHIN = rf"(?:[ -]|\. | of | (?:{_ARTICLES})[ -])"  # between the words of one name
_IN = r"(?:in|at|near|في|قرب)\s(?:the\s)?|\bب"  # before the name of a place, not of a person
_YEARS = range(1900, 2100)
_FARTHEST = 50  # that a number of another kind is moved by
_ARABIC_MONTHS = ("يناير", "فبراير", "مارس", "أبريل", "يونيو", "يوليو", "أغسطس", "سبتمبر")
_LEVANTINE_MONTHS = ("شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول")
_ENGLISH_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "October")
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ARABIC_DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_CALENDARS = (_ENGLISH_MONTHS, _ARABIC_MONTHS, _LEVANTINE_MONTHS, _ENGLISH_DAYS, _ARABIC_DAYS)
_ARTICLE = "ال"
_PROCLITICS = "وفبلك"
_SHORTEST_NAME = 3  # letters


def swapped(passage: WrittenPassage, random: Random) -> dict[str, WrittenQuestion]:
    """Return for answerable questions, by their words, one that differs in a word.

    Questions without a word that could be changed are left out.
    """
    names = {language: Names(passage, language) for language in ("ar", "en")}
    asked = {fold(question.q) for question in passage.questions}
    changed = {}
    for question in passage.questions:
        if question.answerable:
            ways = [
                way
                for way in _ways(question, passage, names[question.language], random)
                if fold(way) not in asked
            ]
            if ways:
                changed[question.q] = WrittenQuestion(
                    q=random.choice(ways),
                    language=question.language,
                    answerable=False,
                    trap=SWAPPED,
                    near=question.answer,
                )
    return changed


def _ways(
    question: WrittenQuestion, passage: WrittenPassage, names: "Names", random: Random
) -> Iterator[str]:
    """Yield the question with each thing in it that can be changed changed."""
    for match in _NUMBER.finditer(question.q):
        other = _other_number(match.group(), question, passage, random)
        yield _with(question.q, match, other)
    for match in _WORD.finditer(question.q):
        word = match.group()
        for calendar in _CALENDARS:
            if word in calendar:
                unsaid = [name for name in calendar if name not in passage.text]
                yield from (_with(question.q, match, name) for name in _one(unsaid, random))
    for match in names.find(question.q):
        others = names.others(match.group("name"), question)
        yield from (_with(question.q, match, name) for name in _one(others, random))


def _other_number(
    number: str, question: WrittenQuestion, passage: WrittenPassage, random: Random
) -> str:
    """Return another number of the passage with as many digits, else one near it that is not there.

    A number that the answer holds would give it away, so it is none of these. Where none is left,
    the number itself.
    """
    said = [found for found in _NUMBER.findall(fold(passage.text)) if len(found) == len(number)]
    plain = fold(number)
    kept = set(_NUMBER.findall(fold(f"{question.q} {question.answer}")))
    others = sorted({found for found in said if found not in kept})
    if not others:
        value = int(plain)
        steps = range(1, 4 if value in _YEARS else min(2 + value // 2, _FARTHEST))
        near = (str(abs(value + sign * step)) for step in steps for sign in (-1, 1))
        others = [one for one in near if one not in said and one not in kept]
    other = random.choice(others or [plain])
    return other if number == plain else _in_digits_of(number, other)


def _in_digits_of(number: str, other: str) -> str:
    """Return ASCII digits as the digits of the script that a number is written in."""
    zero = ord(number[0]) - int(number[0])
    return "".join(chr(zero + int(digit)) for digit in other)


class Names:
    """The names in the texts and questions of one language, each with all its words."""

    def __init__(self, passage: WrittenPassage, language: str) -> None:
        texts = _texts(passage, language)
        longest_first = sorted(_name_words(passage, language), key=len, reverse=True)
        word = "|".join(map(re.escape, longest_first)) or "(?!)"
        prefix = f"[{_PROCLITICS}]?" if language == "ar" else ""
        self._pattern = re.compile(
            rf"(?<!\w){prefix}(?P<name>(?:(?:{_ARTICLES})-)?(?:{word})(?:{_WITHIN}(?:{word}))*)(?!\w)"
        )
        found = [(match.group("name"), text) for text in texts for match in self.find(text)]
        self._is_place: dict[str, bool] = {}
        for name, text in found:
            place = re.search(rf"\b(?:{_IN}){re.escape(name)}\b", text, re.IGNORECASE)
            self._is_place[name] = self._is_place.get(name, False) or place is not None

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where a name stands, in the group `name`."""
        return self._pattern.finditer(text)

    def others(self, name: str, question: WrittenQuestion) -> list[str]:
        """Return what can stand for a name and makes another question; places for a place."""
        others = [other for other in self._is_place if _is_other(other, name, question)]
        alike = [other for other in others if self._is_place[other] == self._is_place[name]]
        return alike or others


def _name_words(passage: WrittenPassage, language: str) -> set[str]:
    """Return the words that are names in the texts and questions of one language, as written."""
    latin = {name for text in _texts(passage, "en") for name in capitalised(text)}
    latin = {name for name in latin - _CALENDAR_WORDS if len(name) >= _SHORTEST_NAME}
    said = {word for text in _texts(passage, language) for word in _TOKEN.findall(text)}
    if language == "en":
        return {word for word in said if word[0].isupper() and _folded(word) in latin}
    said |= {word[1:] for word in said if word[0] in _PROCLITICS}
    return {
        word
        for word in said
        if is_arabic(word)
        and len(word) >= _SHORTEST_NAME
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
        and fold(name) not in fold(question.q)
        and not set(_words(name)) & set(_words(question.answer))
    )


def _lacks(one: str, other: str) -> bool:
    """Return whether a word of the other name sounds like none of the one."""
    return any(
        all(similarity(theirs, own) < SAME for own in _words(one)) for theirs in _words(other)
    )


def _words(text: str) -> list[str]:
    return [_folded(word) for word in _TOKEN.findall(text)]


def _folded(word: str) -> str:
    return "".join(words(word))


def _one(names: Sequence[str], random: Random) -> list[str]:
    return [random.choice(names)] if names else []


def _with(question: str, match: re.Match[str], word: str) -> str:
    start, end = match.span("name" if match.re.groups else 0)
    return question[:start] + word + question[end:]


_CALENDAR_WORDS = {fold(name) for calendar in _CALENDARS for name in calendar} | set(MONTHS)
