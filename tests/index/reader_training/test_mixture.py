"""What a pass is made of: written questions, and what is mixed in."""

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from corpus.sentences import Span
from index.encoding import Encoder
from index.reader_training.__main__ import main
from index.reader_training.examples import ANSWERABLE, WrittenPassage, WrittenQuestion
from index.reader_training.hard_passages import find_hard
from index.reader_training.minimal_pairs import SWAPPED
from index.reader_training.mixture import (
    CHATTER,
    ELSEWHERE,
    HARD,
    RANDOM,
    Mixture,
    counts,
)
from index.reader_training.options import add_options, command_line, recipe_of, shares_of
from index.reader_training.recipe import Shares
from index.reader_training.recurring_spans import MASKED
from index.reader_training.reference_spans import read_references
from index.reader_weights import BUNDLED_READER, CARD_FILE

NOTHING = Shares(swapped=0, hard=0, random=0, elsewhere=0, masked=0, chatter=0)
EVERYTHING = Shares(swapped=1, hard=1, random=1, elsewhere=1, masked=1, chatter=1)


def passage(place: str, number: int) -> WrittenPassage:
    return WrittenPassage(
        id=place, language="en", title="Bridges", published="2024-05-04",
        text=f"The {place} bridge has {number} piers. Its keeper sleeps at noon.\n\n"
             f"In 2019 the {place} bridge was shut.",
        questions=[
            WrittenQuestion(q=f"How many piers has the {place} bridge?", language="en",
                            answerable=True, answer=str(number)),
            WrittenQuestion(q=f"How many lanes has the {place} bridge?", language="en",
                            answerable=False, trap="number", near=str(number)),
            WrittenQuestion(q=f"What befell the {place} bridge in 2019?", language="en",
                            answerable=True, answer="shut"),
        ],
    )  # fmt: skip


PASSAGES = [passage("Amara", 12), passage("Besset", 15), passage("Corvi", 18)]


def test_hard_passages_are_others_that_the_search_finds(
    word_encoder: Encoder, tmp_path: Path
) -> None:
    hard = find_hard(PASSAGES, 1.0, word_encoder, tmp_path)
    assert hard.keys() == {q.q for p in PASSAGES for q in p.questions if q.answerable}
    for question, chunks in hard.items():
        assert chunks
        assert all(id_ not in question for id_, _ in chunks)
    assert find_hard(PASSAGES, 1.0, word_encoder, tmp_path) == hard  # kept, not searched again
    assert len(list(tmp_path.glob("hard-*.json"))) == 1


def test_with_nothing_mixed_in_there_are_the_written_questions(word_encoder: Encoder) -> None:
    units = Mixture(PASSAGES, word_encoder.count_tokens, NOTHING, {}).draw("1")
    assert counts(units) == {ANSWERABLE: 6, "number": 3}
    assert sorted(map(len, units)) == [1, 1, 1, 2, 2, 2]


def test_all_kinds_are_mixed_in_and_the_same_for_one_seed(word_encoder: Encoder) -> None:
    hard = {q.q: [("Corvi", Span(0, 25))] for q in PASSAGES[0].questions}
    mixture = Mixture(
        PASSAGES, lambda texts: [60 * len(text) // 20 for text in texts], EVERYTHING, hard
    )
    units = mixture.draw("1")
    assert mixture.draw("1") == units
    assert mixture.draw("2") != units
    made = counts(units)
    assert made.keys() >= {ANSWERABLE, "number", HARD, RANDOM, CHATTER, ELSEWHERE, SWAPPED}
    assert made[HARD] == 2
    for unit in units:
        for example in unit:
            assert (example.answer is None) == (example.kind != ANSWERABLE)
            if example.kind == HARD:
                assert example.words.startswith("The Corvi bridge")


def test_what_recurs_in_a_passage_is_masked_as_often_as_asked(word_encoder: Encoder) -> None:
    masked = replace(NOTHING, masked=1)
    made = counts(Mixture(PASSAGES, word_encoder.count_tokens, masked, {}).draw("1"))
    assert made[MASKED] > 0
    assert made.keys() == {ANSWERABLE, "number", MASKED}


def test_reference_answers_that_the_text_holds_are_taken(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text(
        '{"id": "a", "text": "The dam of Orbel was built in 1931.", "language": "en"}\n',
        encoding="utf-8",
    )
    asked = [("When was it built?", "1931"), ("متى بني؟", "in 1932"), ("متى شُيّد السد؟", "1931")]
    lines = [
        json.dumps({"id": q, "question": q, "relevant": ["a"], "answers": {"en": [answer]}})
        for q, answer in asked
    ]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    [read] = read_references(tmp_path)
    assert [(q.q, q.language, q.answer) for q in read.questions] == [
        ("When was it built?", "en", "1931"),
        ("متى شُيّد السد؟", "ar", "1931"),
    ]


def test_a_file_that_is_not_there_is_an_error_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["train", "--data", str(tmp_path / "none.jsonl"), "--out", str(tmp_path / "out")]
    assert main(arguments) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "none.jsonl cannot be read" in line


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--resume", "holds no checkpoint.pt. Begin without --resume."),
        ("--work=FILE", "File exists. Name another with --work."),
        ("--references=FOLDER", "has no articles.jsonl. Name a folder with both files."),
        ("--data=EMPTY", "There is no question in --data."),
    ],
)
def test_what_cannot_be_trained_is_said_before_anything_is_done(
    option: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "one.jsonl"
    data.write_text(passage("Amara", 12).model_dump_json(), encoding="utf-8")
    empty = tmp_path / "empty.jsonl"
    empty.write_text(passage("Amara", 12).model_copy(update={"questions": []}).model_dump_json())
    for word, path in (("FILE", data), ("FOLDER", tmp_path), ("EMPTY", empty)):
        option = option.replace(word, str(path))
    assert main(["train", "--data", str(data), "--out", str(tmp_path / "out"), option]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert said in line


@pytest.mark.parametrize("option", ["--steps=0", "--batch=-1", "--hard=7", "--threads=none"])
def test_a_setting_that_makes_no_sense_is_refused(option: str) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["train", "--data", "one.jsonl", "--out", "out", option])
    assert leaving.value.code == 2


def test_the_options_train_what_ships_where_nothing_is_said() -> None:
    parser = argparse.ArgumentParser()
    add_options(parser)
    given = parser.parse_args(["--data", "one.jsonl", "--out", "out"])
    card = json.loads((BUNDLED_READER / CARD_FILE).read_text(encoding="utf-8"))
    assert asdict(recipe_of(given)) == {**card["recipe"], "steps": card["steps_planned"]}
    assert asdict(shares_of(given)) == card["shares"]
    changed = parser.parse_args(["--data", "a", "--out", "b", "--pair", "0.7", "--hard", "0.1"])
    assert recipe_of(changed).losses.pair == 0.7
    assert shares_of(changed).hard == 0.1


def test_the_command_on_the_card_is_without_what_changes_nothing() -> None:
    given = ["train", "--data", "DIR", "--work", "W", "--threads=2", "--out", "O", "--resume"]
    assert command_line([*given, "--seed", "3"]) == (
        "python -m index.reader_training train --data DIR --out O --seed 3"
    )
