"""A passage with its questions in; its answerable questions with one word changed out.

The changed word is a number, a year, a month, a day of the week or a name that passage and question
share; another one takes its place, so that the question is nowhere answered: a minimal pair. Which
words are names shows in Latin script by the capitals, in Arabic by sounding like one of those
(`index.sounds`): every passage has questions in both languages.
"""

import re
from collections.abc import Iterator, Sequence
from random import Random

from corpus.months import MONTHS
from corpus.normalization import fold
from index.names import capitalised
from index.reader_training.examples import WrittenPassage, WrittenQuestion
from index.sounds import SAME, is_arabic, similarity

SWAPPED = "swapped"

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_YEARS = range(1900, 2100)
_FARTHEST = 50  # that a number of another kind is moved by
_ARABIC_MONTHS = ("يناير", "فبراير", "مارس", "أبريل", "يونيو", "يوليو", "أغسطس", "سبتمبر")
_LEVANTINE_MONTHS = ("شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول")
_ENGLISH_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "October")
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ARABIC_DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_CALENDARS = (_ENGLISH_MONTHS, _ARABIC_MONTHS, _LEVANTINE_MONTHS, _ENGLISH_DAYS, _ARABIC_DAYS)
_ARTICLE = "ال"
_SHORTEST_NAME = 3  # letters


def swapped(passage: WrittenPassage, random: Random) -> dict[str, WrittenQuestion]:
    """Return for answerable questions, by their words, one that differs in a word.

    Questions without a word that could be changed are left out.
    """
    names = {language: _names(passage, language == "ar") for language in ("ar", "en")}
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
    question: WrittenQuestion, passage: WrittenPassage, names: Sequence[str], random: Random
) -> Iterator[str]:
    """Yield the question with each of its words that can be changed changed."""
    for match in _NUMBER.finditer(question.q):
        other = _other_number(match.group(), question, passage, random)
        yield _with(question.q, match, other)
    for match in _WORD.finditer(question.q):
        word = match.group()
        for calendar in _CALENDARS:
            if word in calendar:
                unsaid = [name for name in calendar if name not in passage.text]
                yield from (_with(question.q, match, name) for name in _one(unsaid, random))
        if word in names:
            others = [name for name in names if _is_other(name, word, question)]
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


def _names(passage: WrittenPassage, arabic: bool) -> list[str]:
    """Return the words that are names in the texts and questions of one language, as written."""
    english, other = _texts(passage, "en"), _texts(passage, "ar")
    latin = {name for text in english for name in capitalised(text)} - _CALENDAR_WORDS
    latin = {name for name in latin if len(name) >= _SHORTEST_NAME}
    words = dict.fromkeys(word for text in (other if arabic else english) for word in _plain(text))
    if not arabic:
        return [word for word in words if word[0].isupper() and fold(word) in latin]
    return [
        word
        for word in words
        if is_arabic(word)
        and len(word) >= _SHORTEST_NAME
        and any(similarity(fold(word), name) >= SAME for name in latin)
    ]


def _plain(text: str) -> list[str]:
    return _WORD.findall(text)


def _texts(passage: WrittenPassage, language: str) -> list[str]:
    own = [passage.text] if passage.language == language else []
    return own + [question.q for question in passage.questions if question.language == language]


def _is_other(name: str, word: str, question: WrittenQuestion) -> bool:
    """Return whether a name can stand for a word and makes another question of it."""
    return (
        similarity(fold(name), fold(word)) < SAME
        and name.startswith(_ARTICLE) == word.startswith(_ARTICLE)
        and fold(name) not in fold(question.q)
        and fold(name) not in fold(question.answer)
    )


def _one(names: Sequence[str], random: Random) -> list[str]:
    return [random.choice(names)] if names else []


def _with(question: str, match: re.Match[str], word: str) -> str:
    return question[: match.start()] + word + question[match.end() :]


_CALENDAR_WORDS = {fold(name) for calendar in _CALENDARS for name in calendar} | set(MONTHS)
