from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.chunking import chunk_article, context


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def count_characters(texts: Sequence[str]) -> list[int]:
    """Count as if each character that is not white space were a token."""
    return [len("".join(text.split())) for text in texts]


def chunks(text: str, budget: int, overlap: int = 0) -> list[str]:
    article = Article("a", text, "en")
    found = chunk_article(article, count_words, budget=budget, overlap=overlap)
    return [text[chunk.start : chunk.end] for chunk in found]


def test_whole_sentences_up_to_the_budget() -> None:
    text = "One two three. Four five. Six seven eight nine. Ten."
    assert chunks(text, budget=5) == ["One two three. Four five.", "Six seven eight nine. Ten."]


def test_short_last_sentence_is_repeated() -> None:
    text = "One two three. Four five. Six seven. Eight nine ten."
    assert chunks(text, budget=5, overlap=2) == [
        "One two three. Four five.",
        "Four five. Six seven.",
        "Six seven. Eight nine ten.",
    ]


def test_long_last_sentence_is_not_repeated() -> None:
    assert chunks("One two three. Four five six.", budget=4, overlap=2) == [
        "One two three.",
        "Four five six.",
    ]


def test_chunk_ends_with_its_paragraph_when_nearly_full() -> None:
    text = "One two. Three four.\n\nFive. Six seven eight."
    assert chunks(text, budget=5) == ["One two. Three four.", "Five. Six seven eight."]


def test_heading_goes_with_the_paragraph_below_it() -> None:
    text = "One two three.\n\nA heading\n\nFour five six seven."
    assert chunks(text, budget=6) == ["One two three.", "A heading\n\nFour five six seven."]


def test_chunks_are_of_a_like_size() -> None:
    text = "One two. Three four. Five six. Seven eight. Nine ten. Eleven."
    assert chunks(text, budget=8) == [
        "One two. Three four. Five six.",
        "Seven eight. Nine ten. Eleven.",
    ]


def test_sentence_over_the_budget_is_cut_after_a_clause() -> None:
    text = "قال المتحدث إن الأمر انتهى، وإن الوفد عاد أمس من السفر الطويل."
    assert chunks(text, budget=7) == [
        "قال المتحدث إن الأمر انتهى،",
        "وإن الوفد عاد أمس من السفر الطويل.",
    ]


def test_word_over_the_budget_is_cut() -> None:
    article = Article("a", "x" * 25, "en")
    found = chunk_article(article, count_characters, budget=10, overlap=0)
    assert [(chunk.start, chunk.end) for chunk in found] == [(0, 6), (6, 12), (12, 18), (18, 25)]


def test_text_without_words_has_no_chunks() -> None:
    assert chunks(" \n ", budget=5) == []


def test_budget_must_be_positive() -> None:
    with pytest.raises(ValueError, match="budget"):
        chunks("One.", budget=0)


@given(
    text=st.text(alphabet="ab .!؟،\n\u00a0نعم", max_size=200),
    budget=st.integers(1, 20),
    overlap=st.integers(0, 10),
)
def test_chunks_cover_the_text_within_the_budget(text: str, budget: int, overlap: int) -> None:
    article = Article("a", text, "en")
    found = chunk_article(article, count_characters, budget=budget, overlap=overlap)
    covered: set[int] = set()
    for chunk in found:
        assert count_characters([text[chunk.start : chunk.end]])[0] <= budget
        covered.update(range(chunk.start, chunk.end))
    assert all(position in covered for position, letter in enumerate(text) if letter.strip())
    assert [(c.start, c.end) for c in found] == sorted((c.start, c.end) for c in found)


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (
            Article("a", "t", "en", "Title", "", "Post", "2024-07-03T07:23"),
            "Title (Post, 2024-07-03)",
        ),
        (Article("a", "t", "en", "Title"), "Title"),
        (Article("a", "t", "en", source="Post"), "Post"),
        (Article("a", "t", "en"), ""),
    ],
)
def test_context(article: Article, expected: str) -> None:
    assert context(article) == expected


def test_a_list_of_very_many_lines_is_counted_in_parts() -> None:
    counted: list[int] = []

    def count(texts: Sequence[str]) -> list[int]:
        counted.append(len(texts))
        return count_words(texts)

    found = chunk_article(Article("a", "word\n" * 25_000, "en"), count, budget=100, overlap=0)
    assert counted == [10_000, 10_000, 5_000]
    assert [chunk.end - chunk.start for chunk in found] == [499] * 250
