"""BM25 over real texts, saved and loaded."""

from pathlib import Path

import numpy as np
import pytest

from index.lexical import LexicalIndex

TEXTS = [
    "The central bank closed three branches in July.",
    "قال الوزير إن التطبيع مرفوض",
    "Resolution 2254 calls for elections; the bank is not mentioned again.",
]


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    LexicalIndex.build(TEXTS).save(tmp_path)
    return LexicalIndex.load(tmp_path)


@pytest.mark.parametrize(
    ("question", "best"),
    [("Which branches closed?", 0), ("الموقف من تطبيعهم", 1), ("القرار ٢٢٥٤", 2)],
)
def test_the_text_with_the_words_scores_highest(
    lexical: LexicalIndex, question: str, best: int
) -> None:
    scores = lexical.coverage(question)
    assert scores.shape == (len(TEXTS),)
    assert int(np.argmax(scores)) == best
    assert scores[best] > 0


def test_the_share_of_a_question_is_below_one_and_lower_with_words_that_nobody_says(
    lexical: LexicalIndex,
) -> None:
    whole = lexical.coverage("branches closed")[0]
    assert 0.4 < whole < 1
    # Two terms of three with one rarity, and one that is rarer still: less than two thirds.
    assert 0 < lexical.coverage("branches closed yesterday")[0] < whole * 2 / 3


def test_a_rarer_word_counts_for_more(lexical: LexicalIndex) -> None:
    scores = lexical.coverage("bank branches")
    assert scores[0] > scores[2] > scores[1] == 0


@pytest.mark.parametrize("question", ["", "؟!", "what is the", "zebra"])
def test_nothing_in_common_scores_nothing(lexical: LexicalIndex, question: str) -> None:
    assert lexical.coverage(question).tolist() == [0, 0, 0]


def test_texts_without_any_word_can_be_indexed(tmp_path: Path) -> None:
    LexicalIndex.build(["…", "!"]).save(tmp_path)
    assert LexicalIndex.load(tmp_path).coverage("bank").tolist() == [0, 0]
