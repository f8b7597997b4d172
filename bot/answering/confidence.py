"""Evidence in, the probability that the first quote answers the question out.

It is the product of two logistic regressions,

    P(first quote answers) = P(articles hold an answer) · P(first quote is it | they hold one).

The first falls when the answer's article is missing: how well the question's tokens are matched in
the passage that matches best (late interaction), how near the nearest passage is in meaning, which
share of the question's names a passage in the other language says, and how much there is to match,
in the question and in the collection. The second is about the sentences: how well the first quote,
without its title, matches, and how far it leads before those of other articles. Neither sees a near
miss, a passage on the very matter that lacks the one detail asked for, unless a name, a year or a
number gives it away (`bot.answering.premises`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from bot.answering.answer import Status


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a question.

    `match`, `similarity` and `names` are the greatest of the passages read. `length` is the
    logarithm of the number of the question's tokens, up to a bound: the fewer they are, the better
    some passage matches them by chance, as it does the more of them there are: `size` is the
    logarithm of the number of the collection's passages, between bounds. `said` is the match of the
    first quote's own words, `lead` by how much it fits better than any quote of another article, up
    to a bound, and `across` says that it is in the other language, where matches are lower.
    """

    match: float
    similarity: float
    names: float
    length: float
    size: float
    said: float
    lead: float
    across: bool

    @property
    def of_passages(self) -> tuple[float, ...]:
        """Return what speaks for the articles' holding an answer."""
        return self.match, self.similarity, self.names, self.length, self.size

    @property
    def of_quote(self) -> tuple[float, ...]:
        """Return what speaks for the first quote's being it, if they do."""
        return self.said, self.lead, self.across


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression: its intercept, and a weight for each feature."""

    intercept: float
    weights: tuple[float, ...]

    def __call__(self, features: Sequence[float]) -> float:
        """Return the probability, 0 to 1."""
        pairs = zip(self.weights, features, strict=True)
        log_odds = self.intercept + sum(weight * feature for weight, feature in pairs)
        return 1 / (1 + exp(-log_odds))


# Fitted by `python -m bot.answering.calibration MIXED=newsroom.jsonl MIXED=arcd.jsonl:7
# AR=xquad-dev.jsonl EN=xquad-dev.jsonl BIG=newsroom.jsonl BIG=xquad-dev.jsonl:2`, each file the
# set's `questions.jsonl`, over four indexes: the articles of newsroom and xquad-dev (634 passages),
# the Arabic and the English ones of xquad-dev alone (192 and 157), and those of the first with
# ARCD's and the passages of train/nearmiss (2,966).
HELD = Logistic(-14.94, (17.44, 12.97, 4.42, 5.13, -0.80))
"""Of passages: match, similarity, names, length, size."""
QUOTED = Logistic(-3.38, (5.64, 7.42, 1.06))
"""Of the first quote: said, lead, across."""

ANSWERED = 0.42
RELATED = 0.12
"""Chosen on the same questions, by probabilities that were fitted on the other half of them. At or
above ANSWERED are .90 (Arabic) and .96 (English) of xquad-dev's answerable questions and .06 and
.05 of its far misses, asked of articles in their language, and of the others .83 and .09 (English
questions), .63 and .05 (Arabic); at or above RELATED .98, 1.0, .98 and .91 of the answerable. Of
newsroom's off-topic questions that are no small talk none is at or above ANSWERED, a quarter is at
or above RELATED."""


def confidence(evidence: Evidence) -> float:
    """Return the probability, 0 to 1, that the first quote answers the question."""
    return HELD(evidence.of_passages) * QUOTED(evidence.of_quote)


def status_of(probability: float, unsaid: Sequence[str] = ()) -> Status:
    """Return which of the three bands a probability lies in.

    Args:
        unsaid: what the question takes for granted and the quoted articles do not say; then they
            are at most related.
    """
    if probability < RELATED:
        return Status.NOT_FOUND
    return Status.RELATED if unsaid or probability < ANSWERED else Status.ANSWERED
