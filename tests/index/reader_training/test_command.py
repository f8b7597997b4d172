"""The command from its data to a card: trained, stopped, gone on with, measured."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article
from index.building import build_index
from index.encoding import Encoder
from index.reader_training.__main__ import main
from index.reader_training.examples import WrittenPassage, WrittenQuestion
from index.reader_weights import CARD_FILE, READABLE_FILE

PIERS = {"Amara": 12, "Besset": 7, "Corvi": 9, "Dalun": 31, "Essar": 5, "Fanor": 8}


def written(place: str, piers: int) -> WrittenPassage:
    return WrittenPassage(
        id=place, language="en", title=f"The bridge in {place}", published="2024-05-04",
        text=f"The bridge in {place} has {piers} piers and a keeper, Sami {place}son.",
        questions=[
            WrittenQuestion(q=f"How many piers has the bridge in {place}?", language="en",
                            answerable=True, answer=str(piers)),
            WrittenQuestion(q=f"How many lanes has the bridge in {place}?", language="en",
                            answerable=False, trap="number", near=str(piers)),
        ],
    )  # fmt: skip


def save(path: Path, places: list[str]) -> Path:
    lines = [written(place, PIERS[place]).model_dump_json() for place in places]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def card_in(folder: Path) -> dict[str, Any]:
    card: dict[str, Any] = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
    return card


def test_a_reader_is_trained_in_two_goes_and_measured(
    bundled_encoder: Encoder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data, out = tmp_path / "data", tmp_path / "reader"
    data.mkdir()
    save(data / "a.jsonl", ["Amara", "Besset", "Corvi", "Dalun"])
    save(data / "held.jsonl", ["Essar", "Fanor"])
    monkeypatch.chdir(tmp_path)
    held = os.path.join("..", tmp_path.name, "data", "held.jsonl")  # noqa: PTH118 - not resolved
    training = ["train", "--data", "data", "--held-out", held, "--out", "reader", "--batch", "4"]
    assert main([*training, "--minutes", "0"]) == 0
    assert "--resume goes on" in capsys.readouterr().err
    first = card_in(out)
    assert first["steps"] == 1 < first["steps_planned"]
    assert first["trained_on"].keys() == {"data/a.jsonl"}
    assert first["held_out"].keys() == {"data/held.jsonl"}

    assert main([*training, "--resume"]) == 0
    card = card_in(out)
    assert card["steps"] == card["steps_planned"] == first["steps_planned"]
    assert card["sha256"] != first["sha256"]
    assert card["figures"].keys() >= {"near misses", "en→en", "number", "exact span"}

    articles = [Article(p, written(p, n).text, "en", title=p) for p, n in PIERS.items()]
    build_index(articles, tmp_path / "index", bundled_encoder)
    asked: list[dict[str, Any]] = [
        {"question": "How many piers has the bridge in Essar?", "relevant": ["Essar"]},
        {"question": "How many lanes has the bridge in Essar?", "answerable": False,
         "kind": "unanswerable-hard", "near": "Essar", "trap": "attribute"},
    ]  # fmt: skip
    lines = [json.dumps({"id": str(n), **one}) for n, one in enumerate(asked)]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    measuring = ["evaluate", "--index", "index", "--questions", "questions.jsonl"]
    assert main([*measuring, "--weights", "reader", "--record", "bridges"]) == 0
    assert "near misses, found" in capsys.readouterr().out
    measured = card_in(out)["evaluated"]["bridges"]
    assert measured.keys() >= {"near misses, own passage", "attribute (1), found"}
    assert "## On bridges" in (out / READABLE_FILE).read_text(encoding="utf-8")
