"""The probability grows with the evidence, and the bands are in order."""

from dataclasses import replace
from itertools import pairwise, product

import pytest

from bot.answering.answer import Status
from bot.answering.confidence import (
    ANSWERED,
    ANSWERED_AND_READ,
    RELATED,
    SEEN,
    Evidence,
    Logistic,
    ReaderOdds,
    confidence,
    status_of,
)

SHARES = (0.0, 0.25, 0.5, 0.75)
UNREAD = Evidence(0.7, 0.8, 0.5, 1.5, 6.0, 0.6, 0.2, across=False)
SEES = ReaderOdds(quoted=-9.0, surest=SEEN)


def test_a_logistic_regression_by_hand() -> None:
    # -1 + 2 · 0.5 = 0, and -1 + 2 · 0.5 + 1 = 1
    assert Logistic(-1.0, (2.0,))([0.5]) == 0.5
    assert Logistic(-1.0, (2.0, 1.0))([0.5, True]) == pytest.approx(1 / (1 + 2.718281828**-1))


@pytest.mark.parametrize("field", ["match", "similarity", "names", "length", "said", "lead"])
def test_more_evidence_never_lowers_the_confidence(field: str) -> None:
    for match, similarity, names, said in product(SHARES, repeat=4):
        base = Evidence(match, similarity, names, 1.5, 6.0, said, 0.2, across=False)
        more = replace(base, **{field: getattr(base, field) + 0.2})
        assert 0 < confidence(base) < confidence(more) < 1
        assert confidence(replace(base, size=base.size + 1)) < confidence(base)


def test_the_surer_the_reader_the_higher_the_confidence() -> None:
    for match, similarity, names, said in product(SHARES, repeat=4):
        base = Evidence(match, similarity, names, 1.5, 6.0, said, 0.2, across=False, read=SEES)
        surer = replace(base, read=replace(SEES, quoted=SEES.quoted + 1))
        fitting = replace(base, said=said + 0.2)
        assert 0 < confidence(base) < min(confidence(surer), confidence(fitting))


def test_the_bands_are_in_order() -> None:
    assert 0 < RELATED < ANSWERED_AND_READ < ANSWERED < 1
    order = [Status.NOT_FOUND, Status.RELATED, Status.ANSWERED]
    bands = [order.index(status_of(p / 100)) for p in range(101)]
    assert all(one <= next_ for one, next_ in pairwise(bands))
    assert status_of(ANSWERED) is Status.ANSWERED
    assert status_of(ANSWERED_AND_READ, read=SEES) is Status.ANSWERED
    assert status_of(ANSWERED_AND_READ) is Status.RELATED
    assert status_of(RELATED) is Status.RELATED


def test_what_the_articles_do_not_say_makes_them_related_at_most() -> None:
    assert status_of(1.0, ["2015"]) is Status.RELATED
    assert status_of(RELATED / 2, ["2015"]) is Status.NOT_FOUND


def test_the_reader_sees_an_answer_where_the_odds_of_any_passage_suffice() -> None:
    sees_none = replace(SEES, surest=SEEN - 0.1)
    assert status_of(1.0) is Status.ANSWERED
    assert status_of(1.0, read=SEES) is Status.ANSWERED
    assert status_of(1.0, read=sees_none) is Status.RELATED
    assert status_of(RELATED / 2, read=sees_none) is Status.NOT_FOUND


def test_the_odds_of_the_first_quotes_passage_are_in_the_confidence() -> None:
    low, high = (replace(UNREAD, read=ReaderOdds(odds, 1.0)) for odds in (-3.0, 0.0))
    assert confidence(low) < confidence(high)
