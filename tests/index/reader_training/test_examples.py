"""What the reader is shown of written passages."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from corpus.sentences import Span
from index.errors import QuestionFileError
from index.reader_training.examples import (
    Chunked,
    WrittenPassage,
    WrittenQuestion,
    data_files,
    locate,
    pair_up,
    read_passages,
)

TEXT = (
    "The harbour of Nessa reopened on 9 June. It cost 39 million dinars.\n\n"
    "Nine crews left. The mayor, Rana Tell, gave 9 medals."
)


def question(q: str, answer: str = "", near: str = "") -> WrittenQuestion:
    return WrittenQuestion(
        q=q, language="en", answerable=bool(answer), answer=answer, trap="number", near=near
    )


def passage(*questions: WrittenQuestion, text: str = TEXT) -> WrittenPassage:
    return WrittenPassage(
        id="p", language="en", title="Nessa", published="2024-06-10", text=text,
        questions=list(questions),
    )  # fmt: skip


def count_words(texts: Sequence[str]) -> list[int]:
    """Count each word as ten tokens, so that a chunk has at most fifteen of them."""
    return [10 * len(text.split()) for text in texts]


def test_of_several_places_the_one_in_the_sentence_like_the_question_is_meant() -> None:
    assert locate(TEXT, "9", "When did the harbour reopen?") == Span(
        TEXT.index("9 June"), TEXT.index("9 June") + 1
    )
    medals = TEXT.index("9 medals")
    assert locate(TEXT, "9", "How many medals did the mayor give?") == Span(medals, medals + 1)
    assert locate("abc", "b", "?") == Span(1, 2)  # where it is no whole word, a part will do


def test_an_example_is_the_chunk_that_holds_the_answer() -> None:
    chunked = Chunked(passage(), count_words)
    assert len(chunked.chunks) == 2
    example = chunked.example(question("How many medals?", answer="9 medals"))
    assert example is not None
    assert example.words == "Nine crews left. The mayor, Rana Tell, gave 9 medals."
    assert example.answer is not None
    assert example.words[example.answer.start : example.answer.end] == "9 medals"
    assert example.text[example.words_from :] == example.words
    assert example.context == chunked.context
    assert example.text.startswith(example.context)


def test_a_near_miss_is_shown_what_is_near_and_has_no_answer() -> None:
    example = Chunked(passage(), count_words).example(
        question("How many medals did Nessa lose?", near="9 medals")
    )
    assert example is not None
    assert "9 medals" in example.text
    assert (example.answer, example.kind) == (None, "number")


def test_another_chunk_of_the_passage_has_no_answer() -> None:
    example = Chunked(passage(), count_words).elsewhere(
        question("Who is the mayor?", answer="Rana Tell"), Random(1)
    )
    assert example is not None
    assert example.words == "The harbour of Nessa reopened on 9 June. It cost 39 million dinars."
    assert (example.answer, example.kind) == (None, "elsewhere")


def test_questions_are_paired_with_those_worded_most_alike() -> None:
    killed = question("How many were killed in Nessa?", answer="9")
    who = question("Who is the mayor?", answer="Rana Tell")
    hurt = question("How many were hurt in Nessa?", near="9")
    when = question("When did Omra fall?", near="9 June")
    assert pair_up([when, who, killed, hurt]) == [(who, when), (killed, hurt)]
    assert pair_up([hurt, killed, when]) == [(killed, hurt), (None, when)]


def test_a_passage_without_its_answer_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    good = passage(question("When?", answer="9 June")).model_dump()
    bad = passage(question("When?", answer="8 June")).model_dump()
    file.write_text(f"{json.dumps(good)}\n{json.dumps(bad)}\n", encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"bad\.jsonl:2: .*'When\?'"):
        read_passages([file])
    file.write_text("{}\n", encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"bad\.jsonl:1: id: Field required"):
        read_passages([file])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"answer": ""}, "there is no answer to 'When\\?'"),
        ({"answer": "June 1931"}, "the text does not hold the answer to 'When\\?'"),
        ({"answerable": False, "trap": "hard"}, "the trap of 'When\\?' is none of person, place"),
    ],
)
def test_a_question_that_nothing_can_be_learnt_from_is_an_error(
    changed: dict[str, object], said: str, tmp_path: Path
) -> None:
    written = passage(question("When?", answer="9 June")).model_dump()
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps(written), encoding="utf-8")
    assert len(read_passages([file])) == 1
    written["questions"][0] |= changed
    file.write_text(json.dumps(written), encoding="utf-8")
    with pytest.raises(QuestionFileError, match=rf"one\.jsonl:1: {said}"):
        read_passages([file])


def test_no_two_passages_have_one_id(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.jsonl").write_text(passage().model_dump_json(), encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"two\.jsonl:1: another passage is 'p' too"):
        read_passages(data_files([tmp_path]))


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "README.md"):
        (tmp_path / name).touch()
    assert [file.name for file in data_files([tmp_path])] == ["a.jsonl", "b.jsonl"]
    assert data_files([tmp_path / "b.jsonl"]) == [tmp_path / "b.jsonl"]
