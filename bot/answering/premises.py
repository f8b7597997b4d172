"""A question and the quoted articles in; what the question takes for granted and none says out.

A report on another man, year or amount is as near in meaning as the right one, and its sentences
fit as well. What gives it away is that a name, a year or a number of the question is not in it.
"""

import re
from collections.abc import Iterator, Sequence

from corpus.article import Article
from corpus.asked import Asked, said_periods
from corpus.months import MONTHS
from corpus.normalization import fold, words
from corpus.time_words import WEEKDAYS
from index.names import capitalised, content_words, unsaid

_SHORTEST_NAME = 4  # letters; most shorter ones are initials of what texts spell out
_MOST_DIGITS = 15
_WRITTEN_OUT = 12
"""Up to this, texts write numbers as words."""
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_SCALES |= {"الف": 10**3, "مليون": 10**6, "مليار": 10**9}
"""200,000 may be written as 200 thousand, and 1,500,000 as 1.5 million."""
_IN_A_NAME = re.compile(r"(?<=[^\W_]-)\d+|\d+(?=-?[^\W\d_])")  # «Covid-19», «737-Max», «F16»
_OF_A_COUNTRY = re.compile(
    r"(?:ians?|ans?|ns?|ese|ish|is?|s)$"
)  # Syrians, Russian, Lebanese, Iraqi
_SHORTEST_STEM = 4
_COUNTRIES = [
    {"america", "american", "americans", "states", "us", "usa", "washington"},
    {"britain", "british", "kingdom", "uk"},
    {"emirates", "emirati", "emiratis", "uae"},
]
"""What texts call a country and its people, where it does not begin with the same letters."""


def unsaid_premises(question: str, asked: Asked, articles: Sequence[Article]) -> list[str]:
    """Return the names, years and numbers of a question that none of the quoted articles says.

    Titles and days of publication count. Names are told by their capitals, and looked for in
    articles of their own script: those of Arabic are not checked, nor those that an article in the
    other script may have translated.
    """
    names, numbers = list(_names(question)), list(_numbers(question))
    lacking = [set(_lacking(names, numbers, asked, article)) for article in articles]
    return sorted(set.intersection(*lacking)) if lacking else []


def _lacking(
    names: Sequence[str],
    numbers: Sequence[tuple[str, set[str]]],
    asked: Asked,
    article: Article,
) -> Iterator[str]:
    text = f"{article.title}\n{article.text}"
    said = set(words(text))
    if article.language == "en":  # only Latin letters have capitals
        yield from unsaid([name for name in names if not _says(said, name)], text)
    dates = [day for period in asked.periods for day in (period.first, period.last)]
    years, days = {str(day.year) for day in dates}, {str(day.day) for day in dates}
    for number, spellings in numbers:
        if number in years:
            lacks = number not in said | _years(article)
        else:
            lacks = number not in days and said.isdisjoint(spellings)
        if lacks:
            yield number


def _numbers(question: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the numbers of a question, and how texts may write each."""
    read = words(_IN_A_NAME.sub("", fold(question)))
    for word, following in zip(read, [*read[1:], ""], strict=True):
        if word.isdecimal() and len(word) <= _MOST_DIGITS and int(word) > _WRITTEN_OUT:
            value = int(word)
            spellings = {word, str(value * _SCALES.get(following, 1))}
            spellings |= {f"{value / scale:.15g}" for scale in _SCALES.values() if value >= scale}
            if len(word) == 2:  # a year: in '98
                spellings |= {f"19{word}", f"20{word}"}
            yield word, spellings


def _names(question: str) -> Iterator[str]:
    if _is_title(question):
        return
    for name in capitalised(question):
        is_time = name in MONTHS or name in WEEKDAYS
        if len(name) >= _SHORTEST_NAME and not is_time:
            yield name


def _is_title(question: str) -> bool:
    """Return whether words are written with capitals as in a title, so that these say nothing."""
    long = [word for word in content_words(question) if len(word.folded) >= _SHORTEST_NAME]
    return len(long) > 3 and all(word.capital for word in long)


def _says(said: set[str], name: str) -> bool:
    """Return whether a text's words say a name, be it as a country's or as its people's."""
    stem = _OF_A_COUNTRY.sub("", name)
    return (
        name in said
        or any(name in names and not said.isdisjoint(names) for names in _COUNTRIES)
        or (len(stem) >= _SHORTEST_STEM and any(word.startswith(stem) for word in said))
    )


def _years(article: Article) -> set[str]:
    """Return the years that an article names a time in, and that of its publication."""
    days = [
        day
        for period in said_periods(article.text, article.day)
        for day in (period.first, period.last)
    ]
    return {str(day.year) for day in [*days, *([article.day] if article.day else [])]}
