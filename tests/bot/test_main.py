"""The command `sanad ask`, from its arguments to what it prints."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from index.building import build_index
from index.encoding import Encoder
from tests.bridge import LATER, POST, WIRE


def test_an_answer_names_the_other_sources_of_a_report(
    tmp_path: Path,
    word_encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("index.encoding.load_encoder", lambda *_: word_encoder)
    build_index([POST, WIRE, LATER], tmp_path, word_encoder)
    ask = ["ask", "--index", str(tmp_path), "Which band played when the harbour bridge opened?"]
    assert main(ask) == 0
    assert "\n[1] post (Harbour Post, 2024-07-01) (also: Coast Wire)\n" in capsys.readouterr().out
    assert main([*ask, "--json"]) == 0
    [other] = json.loads(capsys.readouterr().out)["citations"][0]["also"]
    assert (other["article_id"], other["source"]) == ("wire", "Coast Wire")
