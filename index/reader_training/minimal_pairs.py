"""A passage with its questions in; its answerable questions with one thing changed out.

The thing is a number, a year, a month, a day of the week or a name that passage and question share;
another one takes its place, so that the passage does not answer any more: a minimal pair. Names of
several words are changed as a whole, a place for another one. What the passage tells of the other
number or name may answer too, so where a sentence that holds it also holds another number, where
one is the answer, or another name, it is not taken.
"""

import re
from collections.abc import Iterator, Sequence
from random import Random

from corpus.months import MONTHS
from corpus.normalization import fold
from corpus.sentences import split_sentences
from index.reader_training.examples import WrittenPassage, WrittenQuestion
from index.reader_training.passage_names import (
    ARABIC_DAYS,
    ENGLISH_DAYS,
    WORD,
    Names,
    sounds_in,
)

SWAPPED = "swapped"

_NUMBER = re.compile(r"\d+")
_YEARS = range(1900, 2100)
_FARTHEST = 50  # that a number of another kind is moved by
_ZERO = "0"
_DAYS = range(1, 29)  # of any month
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ARABIC_MONTHS = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
# Without those of two words, of which one is changed as easily into no month.
_LEVANTINE_MONTHS = ("شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول")
_CALENDARS = (_ENGLISH_MONTHS, _ARABIC_MONTHS, _LEVANTINE_MONTHS, ENGLISH_DAYS, ARABIC_DAYS)
_PLURAL = "s"  # of a day of the week


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
                way for way in _ways(question, passage, names, random) if fold(way) not in asked
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
    question: WrittenQuestion,
    passage: WrittenPassage,
    names: dict[str, Names],
    random: Random,
) -> Iterator[str]:
    """Yield the question with each thing in it that can be changed changed."""
    rivals = _Rivals(question, passage, names[passage.language])
    for match in _NUMBER.finditer(question.q):
        other = _other_number(match, question, passage, rivals, random)
        yield _with(question.q, match.span(), other)
    for match in WORD.finditer(question.q):
        for other in _one(_other_dates(match.group(), passage.text), random):
            yield _with(question.q, match.span(), other)
    own = names[question.language]
    for match in own.find(question.q):
        others = own.others(match.group("name"), question)
        unanswered = [name for name in others if not rivals.beside_name(name)]
        for other in _one(unanswered, random):
            yield _with(question.q, match.span("name"), other)


class _Rivals:
    """What stands beside a word of the passage and could be the answer of a changed question."""

    def __init__(self, question: WrittenQuestion, passage: WrittenPassage, names: Names) -> None:
        self._sentences = [
            passage.text[sentence.start : sentence.end]
            for sentence in split_sentences(passage.text)
        ]
        self._names = names
        self._answer = question.answer
        self._known = f"{question.q} {question.answer}"

    def beside_number(self, number: str) -> bool:
        """Return whether an answer of the same kind stands in a sentence with a number."""
        holding = [s for s in self._sentences if number in _NUMBER.findall(fold(s))]
        return any(self._has_rival(sentence, number) for sentence in holding)

    def beside_name(self, name: str) -> bool:
        """Return whether an answer of the same kind stands in a sentence with a name."""
        holding = [s for s in self._sentences if sounds_in(name, s)]
        return any(self._has_rival(sentence, name) for sentence in holding)

    def _has_rival(self, sentence: str, new: str) -> bool:
        kinds = _number_kinds(self._answer)
        if kinds:
            known = set(_NUMBER.findall(fold(f"{self._known} {new}")))
            others = set(_NUMBER.findall(fold(sentence))) - known
            return bool(kinds & {_is_year(number) for number in others})
        if next(self._names.find(self._answer), None) is None:
            return False
        others = {match.group("name") for match in self._names.find(sentence)}
        return any(not sounds_in(other, f"{self._known} {new}") for other in others)


def _number_kinds(text: str) -> set[bool]:
    """Return of the numbers in a text whether they are years, once each."""
    return {_is_year(number) for number in _NUMBER.findall(fold(text))}


def _is_year(number: str) -> bool:
    return int(number) in _YEARS


def _other_number(
    match: re.Match[str],
    question: WrittenQuestion,
    passage: WrittenPassage,
    rivals: _Rivals,
    random: Random,
) -> str:
    """Return another number of the passage with as many digits, else one near it that is not there.

    A number that the answer holds would give it away, so it is none of these. Where none is left,
    the number itself.
    """
    number, plain = match.group(), fold(match.group())
    is_day = _is_day(match)
    said = [found for found in _NUMBER.findall(fold(passage.text)) if len(found) == len(number)]
    kept = set(_NUMBER.findall(fold(f"{question.q} {question.answer}")))
    others = sorted({found for found in said if found not in kept})
    others = [
        found
        for found in others
        if (int(found) in _DAYS or not is_day)
        and found.startswith(_ZERO) == plain.startswith(_ZERO)
        and _is_year(found) == _is_year(plain)
        and not rivals.beside_number(found)
    ]
    if not others:
        value = int(plain)
        steps = range(1, 4 if value in _YEARS else min(2 + value // 2, _FARTHEST))
        near = [abs(value + sign * step) for step in steps for sign in (-1, 1)]
        near = [one for one in near if one in _DAYS or not is_day]
        others = [one for one in map(str, near) if one not in said and one not in kept]
    other = random.choice(others or [plain])
    return other if number == plain else _in_digits_of(number, other)


def _is_day(number: re.Match[str]) -> bool:
    """Return whether a number stands beside the name of a month."""
    before = fold(number.string[: number.start()]).split()[-1:]
    after = fold(number.string[number.end() :])
    follows = any(re.match(rf"(?:st|nd|rd|th)?[ -]*(?:of )?{month}\b", after) for month in MONTHS)
    return int(number.group()) not in _YEARS and (follows or any(one in MONTHS for one in before))


def _in_digits_of(number: str, other: str) -> str:
    """Return ASCII digits as the digits of the script that a number is written in."""
    zero = ord(number[0]) - int(number[0])
    return "".join(chr(zero + int(digit)) for digit in other)


def _other_dates(word: str, text: str) -> list[str]:
    """Return what may stand for a month or a day of the week, and is not in a text."""
    for calendar in _CALENDARS:
        if word in calendar:
            return [other for other in calendar if not _is_said(other, text)]
        if word.endswith(_PLURAL) and word[:-1] in calendar:
            return [f"{other}s" for other in calendar if not _is_said(other, text)]
    return []


def _is_said(date: str, text: str) -> bool:
    """Return whether a month or a day of the week is named in a text, in either language."""
    number = MONTHS.get(fold(date))
    if number is not None:
        names = [name for name, other in MONTHS.items() if other == number]
    else:
        days = ENGLISH_DAYS if date in ENGLISH_DAYS else ARABIC_DAYS
        names = [fold(other[days.index(date)]) for other in (ENGLISH_DAYS, ARABIC_DAYS)]
    return re.search(rf"\b[وفبل]?(?:{'|'.join(names)})", fold(text)) is not None


def _one(others: Sequence[str], random: Random) -> list[str]:
    return [random.choice(others)] if others else []


def _with(question: str, span: tuple[int, int], word: str) -> str:
    return question[: span[0]] + word + question[span[1] :]
