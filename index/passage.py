"""What a search returns: words of an article, with where they stand and how well they fit."""

from dataclasses import dataclass

from corpus.article import Article


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question; ranks begin with 1.

    `score` is what passages are ranked by, comparable within one search. `similarity` is the cosine
    of meanings, the common part of all passages taken off, `match` the late-interaction score,
    `words` the share of the question's words that it says; `chunk` its number in the version.
    """

    rank: int
    score: float
    similarity: float
    match: float
    words: float
    chunk: int
    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return the passage's words, the article's own characters."""
        return self.article.text[self.start : self.end]
