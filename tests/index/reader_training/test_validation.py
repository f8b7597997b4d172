"""Figures small enough to count by hand."""

from corpus.sentences import Span
from index.reader_training.examples import ANSWERABLE, Example
from index.reader_training.mixture import HARD
from index.reader_training.validation import Judged, figures


def judged(kind: str, logit: float, found: tuple[int, int] = (0, 0), written: str = "en") -> Judged:
    answer = Span(0, 1) if kind == ANSWERABLE else None
    example = Example("?", "", "words", answer, kind, "en", "ar" if written == "ar" else "en")
    return Judged(example, logit, found, (3, 4) if answer else None)


def test_near_misses_are_told_apart_by_kind_and_direction() -> None:
    measured = figures(
        [
            judged(ANSWERABLE, 3.0, found=(3, 4)),
            judged(ANSWERABLE, 1.0, found=(4, 6)),
            judged(ANSWERABLE, 0.0, found=(5, 6), written="ar"),
            judged("person", 2.0),
            judged("place", -1.0, written="ar"),
            judged(HARD, 0.5),
        ]
    )
    assert measured == {
        "near misses": round(4 / 6, 4),  # of 3 x 2 pairs, «person» is above 1.0 and 0.0
        "en→ar": 1.0,
        "en→en": 0.5,
        "hard": round(2 / 3, 4),
        "person": round(1 / 3, 4),
        "place": 1.0,
        "exact span": round(1 / 3, 4),
        "touching span": round(2 / 3, 4),
    }
