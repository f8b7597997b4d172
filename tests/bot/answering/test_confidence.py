"""The probability grows with the evidence, and the bands are in order."""

from itertools import pairwise

from bot.answering.answer import Status
from bot.answering.confidence import ANSWERED, RELATED, Evidence, confidence, status_of


def test_more_evidence_never_lowers_the_confidence() -> None:
    for similarity, match in ((s / 10, m / 10) for s in range(-10, 10) for m in range(-10, 10)):
        base = confidence(Evidence(similarity, match, across=False, length=2.0))
        assert 0 < base < 1
        assert confidence(Evidence(similarity + 0.1, match, across=False, length=2.0)) > base
        assert confidence(Evidence(similarity, match + 0.1, across=False, length=2.0)) > base


def test_the_bands_are_in_order() -> None:
    assert 0 < RELATED < ANSWERED < 1
    order = [Status.NOT_FOUND, Status.RELATED, Status.ANSWERED]
    bands = [order.index(status_of(p / 100)) for p in range(101)]
    assert all(one <= next_ for one, next_ in pairwise(bands))
    assert status_of(ANSWERED) is Status.ANSWERED
    assert status_of(RELATED) is Status.RELATED
