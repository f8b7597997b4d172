"""Files of questions: what is read, and what is said of a line that is none."""

from datetime import date
from pathlib import Path

import pytest

from index.errors import QuestionFileError
from index.questions import JudgedQuestion, Question, read_questions


def test_known_keys_are_read_and_others_ignored(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '\ufeff{"id": "1", "question": "متى؟", "now": "2024-07-03", "must": [["x"]]}\n\n'
        '{"id": "2", "question": "When?", "relevant": {"ar": "a", "en": "b"}, "after": "Who?"}\n',
        encoding="utf-8",
    )
    first, second = read_questions(file, JudgedQuestion)
    assert (first.question, first.now) == ("متى؟", date(2024, 7, 3))
    assert second.relevant_ids == {"a", "b"}
    assert second.after == "Who?"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "2: .*JSON"),
        ('{"id": "1"}', "2: question: Field required"),
        ('{"id": [], "question": "?"}', "2: id: "),
        ('{"id": "1", "question": "?", "now": "yesterday"}', "2: now: "),
        ("[]", "2: "),
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "0", "question": "?"}\n' + line, encoding="utf-8")
    with pytest.raises(QuestionFileError, match=f"{file}:{said}"):
        list(read_questions(file, Question))


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "questions.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(QuestionFileError, match="cannot be read"):
        list(read_questions(file, Question))


def test_who_only_asks_is_not_held_to_the_keys_of_a_measurement(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": 7, "question": "Quand ?", "language": "fr", "kind": null, "relevant": "x", '
        '"after": null, "now": "2024-07-03T07:23:00+03:00"}',
        encoding="utf-8",
    )
    [question] = read_questions(file, Question)
    assert (question.id, question.after, question.now) == ("7", "", date(2024, 7, 3))
