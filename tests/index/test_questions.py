"""Files of questions: what is read, and what is said of a line that is none."""

import re
from datetime import date
from pathlib import Path

import pytest

from index.errors import QuestionFileError
from index.questions import JudgedQuestion, Question, read_questions, row_writer


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


def test_a_wrong_value_is_named_by_its_key(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "0", "question": "?", "relevant": 7}', encoding="utf-8")
    with pytest.raises(QuestionFileError, match=f"{file}:1: relevant: Input should be"):
        list(read_questions(file, JudgedQuestion))


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "questions.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(QuestionFileError, match="cannot be read"):
        list(read_questions(file, Question))


@pytest.mark.parametrize(
    ("keys", "required", "answerable"),
    [
        ('"relevant": ["a"]', [], True),
        ('"relevant": "a"', [], True),
        ('"must": "59"', [["59"]], True),
        ('"relevant": ["a", "gone"]', [], True),
        ('"relevant": [7.0]', [], True),
        ('"relevant": {"en": 7}', [], True),
        ('"relevant": {"ar": "gone", "en": "a"}', [], True),
        ('"relevant": ["gone"], "answerable": true', [], False),
        ('"relevant": []', [], False),
        ('"relevant": ["a"], "answerable": false', [], False),
        ('"must": ["7", "May"]', [["7"], ["May"]], True),
        ('"must": [["7", "seven"], "May"], "relevant": []', [["7", "seven"], ["May"]], True),
        ('"must": [], "relevant": [], "answerable": false', [], False),
        ('"answers": {"ar": ["٧"], "en": ["7"]}', [["٧", "7"]], True),
        ('"answers": {"en": ["7"]}, "must": ["May"]', [["May"]], True),
        ('"answerable": true', [], True),
    ],
)
def test_what_is_right_can_be_said_in_several_ways(
    tmp_path: Path, keys: str, required: list[list[str]], answerable: bool
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(f'{{"id": "1", "question": "?", {keys}}}', encoding="utf-8")
    [question] = read_questions(file, JudgedQuestion)
    assert question.required == required
    assert question.is_answerable({"a", "b", "7"}) is answerable


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("", 'nothing says what would be right; a line is {"id": "1"'),
        (', "must": [""]', "must.0.0: "),
        (', "answerable": "perhaps"', "answerable: "),
    ],
)
def test_a_line_that_cannot_be_measured_is_named(tmp_path: Path, keys: str, said: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(f'{{"id": "1", "question": "?"{keys}}}', encoding="utf-8")
    with pytest.raises(QuestionFileError, match=re.escape(f"{file}:1: {said}")):
        list(read_questions(file, JudgedQuestion))


def test_rows_are_lines_of_json(tmp_path: Path) -> None:
    questions, rows = tmp_path / "questions.jsonl", tmp_path / "rows.jsonl"
    with row_writer(rows, questions) as write:
        write({"id": "1", "rank": None})
        write({"id": "٢"})
    assert rows.read_text(encoding="utf-8") == '{"id": "1", "rank": null}\n{"id": "٢"}\n'
    with row_writer(None, questions) as write:
        write({"id": "1"})


def test_rows_never_replace_the_questions(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text("precious", encoding="utf-8")
    for path, said in (
        (questions, "holds the questions"),
        (tmp_path / "none" / "rows.jsonl", "cannot be written"),
    ):
        with pytest.raises(QuestionFileError, match=said), row_writer(path, questions):
            pass
    assert questions.read_text(encoding="utf-8") == "precious"


def test_who_only_asks_is_not_held_to_the_keys_of_a_measurement(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": 7, "question": "Quand ?", "language": "fr", "kind": null, "relevant": "x", '
        '"after": null, "now": "2024-07-03T07:23:00+03:00"}',
        encoding="utf-8",
    )
    [question] = read_questions(file, Question)
    assert (question.id, question.after, question.now) == ("7", "", date(2024, 7, 3))
