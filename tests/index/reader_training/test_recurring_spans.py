"""Questions made of what a text says twice."""

from random import Random

from index.reader_training.examples import ANSWERABLE
from index.reader_training.recurring_spans import MASKED, recurring

TEXT = (
    "The Orbel dam was built by Kessar Works. Nobody lives there. "
    "In spring the Orbel dam overflowed twice."
)


def test_the_sentence_is_asked_with_a_gap_that_the_other_one_fills() -> None:
    seen = set()
    for seed in range(20):
        unit = recurring(TEXT, "en", "Dams", Random(seed))
        assert unit is not None
        right, wrong = unit
        assert right.answer is not None
        assert right.words[right.answer.start : right.answer.end] == "Orbel dam"
        assert (right.kind, wrong.kind, wrong.answer) == (ANSWERABLE, MASKED, None)
        assert (right.context, wrong.words) == ("Dams", "Nobody lives there.")
        seen.add((right.question, right.words))
    assert seen == {
        (
            "The … was built by Kessar Works.",
            "Nobody lives there. In spring the Orbel dam overflowed twice.",
        ),
        (
            "In spring the … overflowed twice.",
            "The Orbel dam was built by Kessar Works. Nobody lives there.",
        ),
    }


def test_without_recurring_words_there_is_no_question() -> None:
    assert recurring("The dam was built. Nobody lives there.", "en", "", Random(1)) is None
