"""Evidence in, the probability that the first quote answers the question out.

It is the product of two logistic regressions,

    P(first quote answers) = P(articles hold an answer) · P(first quote is it | they hold one).

The first falls when the answer's article is missing: how well the question's tokens are matched in
the passage that matches best (late interaction), how near the nearest passage is in meaning, which
share of the question's names a passage in the other language says, and how much there is to match,
in the question and in the collection. The second is about the sentences: how well the first quote,
without its title, matches, how far it leads before those of other articles, and what the reader
makes of its passage. Only the reader sees a near miss, a passage on the very matter that lacks the
one detail asked for, unless a name, a year or a number gives it away (`bot.answering.premises`).
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
    to a bound, and `across` says that it is in the other language, where matches are lower. `read`
    is the reader's log-odds that the first quote's passage answers, None where there is no reader.
    """

    match: float
    similarity: float
    names: float
    length: float
    size: float
    said: float
    lead: float
    across: bool
    read: float | None = None

    @property
    def of_passages(self) -> tuple[float, ...]:
        """Return what speaks for the articles' holding an answer."""
        return self.match, self.similarity, self.names, self.length, self.size

    @property
    def of_quote(self) -> tuple[float, ...]:
        """Return what speaks for the first quote's being it, if they do."""
        own = (self.said, self.lead, float(self.across))
        return own if self.read is None else (*own, self.read)


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression: its intercept, and a weight for each feature."""

    intercept: float
    weights: tuple[float, ...]

    def __call__(self, features: Sequence[float]) -> float:
        """Return the probability, 0 to 1."""
        pairs = zip(self.weights, features, strict=True)
        log_odds = self.intercept + sum(weight * feature for weight, feature in pairs)
        return logistic(log_odds)


def logistic(log_odds: float) -> float:
    """Return the probability, 0 to 1, of log-odds."""
    return 1 / (1 + exp(-log_odds))


# Fitted by `python -m bot.answering.calibration --unread MIXED=newsroom.jsonl MIXED=arcd.jsonl:7
# AR=xquad-dev.jsonl EN=xquad-dev.jsonl BIG=newsroom.jsonl BIG=xquad-dev.jsonl:2`, each file the
# set's `questions.jsonl`, over four indexes: the articles of newsroom and xquad-dev (634 passages),
# the Arabic and the English ones of xquad-dev alone (192 and 157), and those of the first with
# ARCD's and the passages of train/nearmiss (2,966).
HELD = Logistic(-14.94, (17.44, 12.97, 4.42, 5.13, -0.80))
"""Of passages: match, similarity, names, length, size."""
QUOTED = Logistic(-3.38, (5.64, 7.42, 1.06))
"""Of the first quote: said, lead, across."""

QUOTED_AND_READ = Logistic(-2.55, (3.53, 7.61, 0.80, 0.42))
"""The same and the reader's log-odds, where it reads; near misses are among what it was fitted on.

Fitted without `--unread`, on every 21st question of arcd, every third of xquad-dev and, in the
largest index, every fifth. HELD, which the reader does not enter, is that of all of them."""

ANSWERED = 0.36
RELATED = 0.1
"""Chosen on the same questions, by probabilities that were fitted on the other half of them, with
the reader: at or above ANSWERED are .88 (Arabic) and .86 (English) of xquad-dev's answerable
questions and .09 and .07 of its far misses, asked of articles in their language, of the others .83
and .07 (English questions), .68 and .04 (Arabic), and of newsroom's .70, with .59 of its near
misses; below RELATED are .01, .00, .02, .07 and .06 of the answerable ones."""


def confidence(evidence: Evidence) -> float:
    """Return the probability, 0 to 1, that the first quote answers the question."""
    return joint(HELD, QUOTED if evidence.read is None else QUOTED_AND_READ, evidence)


def joint(held: Logistic, quoted: Logistic, evidence: Evidence) -> float:
    """Return the probability by the two regressions given."""
    return held(evidence.of_passages) * quoted(evidence.of_quote)


def status_of(probability: float, unsaid: Sequence[str] = ()) -> Status:
    """Return which of the three bands a probability lies in.

    Args:
        unsaid: what the question takes for granted and the quoted articles do not say; then they
            are at most related.
    """
    if probability < RELATED:
        return Status.NOT_FOUND
    return Status.RELATED if unsaid or probability < ANSWERED else Status.ANSWERED
