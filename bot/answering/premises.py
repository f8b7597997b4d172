"""A question and the quoted articles in; what the question takes for granted and none says out.

A report on another man, year or amount is as near in meaning as the right one, and its sentences
fit as well. What gives it away is that a name, a year or a number of the question is not in it.
"""

from collections.abc import Iterator, Sequence

from corpus.article import Article
from corpus.asked import Asked, said_periods
from corpus.months import MONTHS
from corpus.normalization import words
from corpus.time_words import WEEKDAYS
from index.names import capitalised, unsaid

_SHORTEST_NAME = 4  # letters; most shorter ones are initials of what texts spell out
_MOST_DIGITS = 15
_WRITTEN_OUT = 12
"""Up to this, texts write numbers as words."""
_SCALES = (1, 1_000, 1_000_000)
"""200,000 may be written as 200 thousand."""


def unsaid_premises(question: str, asked: Asked, articles: Sequence[Article]) -> list[str]:
    """Return the names, years and numbers of a question that none of the quoted articles says.

    Titles and days of publication count. Names are told by their capitals, and looked for in
    articles of their own script: those of Arabic are not checked, nor those that an article in the
    other script may have translated.
    """
    lacking = [set(_lacking(question, asked, article)) for article in articles]
    return sorted(set.intersection(*lacking)) if lacking else []


def _lacking(question: str, asked: Asked, article: Article) -> Iterator[str]:
    text = f"{article.title}\n{article.text}"
    said = set(words(text))
    yield from unsaid([name for name in _names(question, article) if name not in said], text)
    dates = [day for period in asked.periods for day in (period.first, period.last)]
    years, days = {str(day.year) for day in dates}, {str(day.day) for day in dates}
    for number in _numbers(question):
        if number in years:
            lacks = number not in said | _years(article)
        else:
            lacks = number not in days and said.isdisjoint(_spellings(int(number)))
        if lacks:
            yield number


def _numbers(question: str) -> Iterator[str]:
    for word in words(question):
        if word.isdecimal() and len(word) <= _MOST_DIGITS and int(word) > _WRITTEN_OUT:
            yield word


def _spellings(number: int) -> set[str]:
    return {str(number // scale) for scale in _SCALES if number % scale == 0}


def _names(question: str, article: Article) -> Iterator[str]:
    if article.language != "en":  # only Latin letters have capitals
        return
    for name in capitalised(question):
        is_time = name in MONTHS or name in WEEKDAYS
        if len(name) >= _SHORTEST_NAME and not is_time:
            yield name


def _years(article: Article) -> set[str]:
    """Return the years that an article names a time in, and that of its publication."""
    days = [
        day
        for period in said_periods(article.text, article.day)
        for day in (period.first, period.last)
    ]
    return {str(day.year) for day in [*days, *([article.day] if article.day else [])]}
