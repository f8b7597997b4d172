"""The model card: what is recorded, and the page that is written from it."""

import json
import shutil
from pathlib import Path

import pytest

from index.errors import ModelError
from index.reader_training.__main__ import main
from index.reader_training.card import record_evaluation, write_readable
from index.reader_weights import BUNDLED_READER, CARD_FILE, READABLE_FILE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(BUNDLED_READER / CARD_FILE, tmp_path)
    return tmp_path


def test_the_page_that_ships_is_the_one_of_the_card_that_ships(folder: Path) -> None:
    write_readable(folder, json.loads((folder / CARD_FILE).read_text(encoding="utf-8")))
    shipped = (BUNDLED_READER / READABLE_FILE).read_text(encoding="utf-8")
    assert (folder / READABLE_FILE).read_text(encoding="utf-8") == shipped


def test_what_was_measured_last_on_a_collection_stands_on_the_page(folder: Path) -> None:
    before = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
    record_evaluation(folder, "harbour", {"time, found": 0.61111})
    record_evaluation(folder, "harbour", {"time, found": 0.72222})
    after = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
    assert after["evaluated"]["harbour"] == {"time, found": 0.722}
    assert {**after, "evaluated": None} == {**before, "evaluated": None}
    page = (folder / READABLE_FILE).read_text(encoding="utf-8")
    assert "## On harbour" in page
    assert "| time, found | 0.722 |" in page


def test_a_card_of_another_version_is_left_as_it_is(folder: Path) -> None:
    (folder / CARD_FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="was left as it is"):
        record_evaluation(folder, "harbour", {"time, found": 0.6})
    assert (folder / CARD_FILE).read_text(encoding="utf-8") == "{}"
    assert not (folder / READABLE_FILE).exists()


def test_the_card_that_came_with_the_installation_is_not_written_to(
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = ["--index", "none", "--questions", "none.jsonl", "--record", "harbour"]
    assert main(["evaluate", *options]) == 1
    assert "--weights" in capsys.readouterr().err
