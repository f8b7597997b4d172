"""What a search returns: words of an article, with where they stand and how well they fit."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.article import Article

PASSAGES_READ = 5
"""From how many of the best passages an answer is quoted, and which a reader reads."""


@dataclass(frozen=True, slots=True)
class OtherReport:
    """Another article that says what a passage says; a field that is not known is empty."""

    article_id: str
    title: str
    url: str
    source: str
    published: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question; ranks begin with 1.

    `score` is what passages are ranked by, comparable within one search. `similarity` is the cosine
    of meanings, the common part of all passages taken off, `match` the late-interaction score,
    `words` the share of the question's words that it says, `names` that of its names, which only
    counts for a passage in the other language; `chunk` its number in the version.
    `also` are the other articles that were found to say the same, by day.
    """

    rank: int
    score: float
    similarity: float
    match: float
    words: float
    names: float
    chunk: int
    article: Article
    start: int
    end: int
    also: tuple[OtherReport, ...] = ()

    @property
    def text(self) -> str:
        """Return the passage's words, the article's own characters."""
        return self.article.text[self.start : self.end]

    @property
    def article_ids(self) -> frozenset[str]:
        """Return the ids of its article and of the others that say the same."""
        return frozenset({self.article.id, *(other.article_id for other in self.also)})


def other_reports(articles: Iterable[Article]) -> tuple[OtherReport, ...]:
    """Return articles as other reports, the first report first, undated ones last."""
    ordered = sorted(articles, key=lambda one: (one.published or "undated", one.id))
    return tuple(
        OtherReport(one.id, one.title, one.url, one.source, one.published) for one in ordered
    )
