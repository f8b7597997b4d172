"""Figures over a handful of observations, counted by hand; and a real reader over a real index."""

import shutil
from pathlib import Path
from typing import cast

import pytest
import torch

from corpus.article import Article
from index.building import build_index
from index.bundled_model import read_weights
from index.encoding import Encoder
from index.onnx_encoder import OnnxEncoder
from index.questions import NEAR_MISS
from index.reader import load_reader
from index.reader_training.evaluation import (
    Found,
    Observation,
    TrapQuestion,
    discrimination,
    first_right,
    observe,
)
from index.reader_training.model import ReaderModel
from index.reader_weights import save_reader
from index.search import open_searcher


def observation(
    own: float | None, *found: Found, kind: str = "news", half: str = "a", across: bool = False
) -> Observation:
    return Observation(kind, "person", half, kind == "news", own, across, found)


def test_answers_are_told_from_near_and_far_misses() -> None:
    measured = discrimination(
        [
            observation(2.0, Found(1, 2.0, True)),
            observation(0.0, Found(1, 0.0, True), Found(0, 3.0, False), across=True),
            observation(None, Found(1, -2.0, False)),
            observation(1.0, Found(1, 1.0, False), kind=NEAR_MISS),
            observation(None, Found(1, -1.0, False), kind="chatter"),
        ]
    )
    assert measured == {
        "near misses, own passage": 1 / 2,  # 2 > 1, but not 0
        "near misses, own passage, same language": 1.0,
        "near misses, found": pytest.approx(2 / 3),  # 2 and 3, but not -2
        "near misses, found, same language": 1 / 2,
        "far misses, found": pytest.approx(2 / 3),
        "person (1), own passage": 1 / 2,
        "person (1), found": pytest.approx(2 / 3),
    }


def test_the_weight_of_the_reader_is_chosen_on_the_other_half() -> None:
    # The search is right in half a, the reader in half b; neither half knows of the other.
    by_search = [Found(5, -1.0, True), Found(1, 1.0, False)]
    by_reader = [Found(5, -1.0, False), Found(1, 1.0, True)]
    ranked = first_right(
        [observation(None, *by_search, half="a"), observation(None, *by_reader, half="b")]
    )
    assert ranked["all"] == {"search": 0.5, "reader": 0.5, "sum": 0.0}


def test_each_question_is_read_with_its_own_passage(
    bundled_encoder: Encoder, tmp_path: Path
) -> None:
    original = cast(OnnxEncoder, bundled_encoder).folder
    encoder = OnnxEncoder(Path(shutil.copytree(original, tmp_path / original.name)))
    torch.manual_seed(1)
    reader = load_reader(
        encoder, save_reader(tmp_path / "reader", ReaderModel(read_weights(), 1).tensors(), {})
    )
    assert reader is not None
    articles = [
        Article("bridge", "The bridge in Tell Amara was closed on 3 May.", "en"),
        Article("dam", "قال المهندس إن سد أوربل سيُفتح في حزيران.", "ar"),
    ]
    build_index(articles, tmp_path / "index", encoder)
    questions = [
        TrapQuestion(id="1", question="When was the bridge closed?", relevant=["bridge"]),
        TrapQuestion(id="2", question="When will the Orbel dam open?", relevant=["dam"]),
        TrapQuestion(
            id="3", question="Who closed it?", answerable=False, kind=NEAR_MISS, near="bridge"
        ),
    ]
    seen = observe(questions, open_searcher(tmp_path / "index", encoder), reader)
    assert [one.answerable for one in seen] == [True, True, False]
    assert [one.is_across for one in seen] == [False, True, False]
    assert [one.half for one in seen] == ["a", "b", "a"]
    assert all(one.own in [found.logit for found in one.found] for one in seen)
    assert [sum(found.is_right for found in one.found) for one in seen] == [1, 1, 0]
