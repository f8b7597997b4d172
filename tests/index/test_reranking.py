"""Rerankers with random weights, made here, against what their layers give when asked directly."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.answering.library import Library
from bot.checks import check
from bot.settings import BotSettings
from corpus.article import Article
from index.__main__ import main
from index.building import build_index
from index.encoding import Encoder, Vectors, encoded_text
from index.errors import EncodingError, ModelError
from index.ranking import Ranking
from index.reranking import (
    RERANKED,
    CrossEncoderReranker,
    LateInteractionReranker,
    load_reranker,
    reranker_kind,
)
from index.search import open_searcher
from tests.conftest import WordEncoder

LATE_ONLY = Ranking(late=1, dense=0, words=0, names=0, time=0)
WORDS = ["the", "dam", "river", "broke", "bank", "closed", "on", "friday", "?"]
ARTICLES = [
    Article("bank", "The bank closed on Friday.", "en", title="Bank"),
    Article("dam", "The dam broke.", "en"),
    Article("river", "The river closed the dam.", "en"),
    Article("sadd", "انهار السد.", "ar"),
]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of small models: two cross-encoders, a late-interaction one and an encoder.

    Weights are drawn wide apart, so that scores differ.
    """
    import torch
    from sentence_transformers import MultiVectorEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertModel

    from index.encoding import quieten_torch

    quieten_torch()
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("models")

    def configured(labels: int) -> BertConfig:
        config = BertConfig(
            vocab_size=4 + len(WORDS),
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=64,
            initializer_range=0.5,
        )
        config.num_labels = labels
        return config

    for name, model in {
        "cross-encoder": BertForSequenceClassification(configured(1)),
        "classifier": BertForSequenceClassification(configured(3)),
        "encoder": BertModel(configured(1)),
    }.items():
        model.save_pretrained(folder / name)
        _save_tokenizer(folder / name)
    late = MultiVectorEncoder(str(folder / "encoder"))
    late.save_pretrained(str(folder / "late"))
    return folder


def _save_tokenizer(folder: Path) -> None:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.normalizers import Lowercase
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    vocabulary = {word: number for number, word in enumerate([*special, *WORDS])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=64,
    ).save_pretrained(folder)


@pytest.fixture(scope="module")
def logit(models: Path) -> Callable[[str, str], float]:
    """Return what the layers of the cross-encoder give for a question and a passage."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = models / "cross-encoder"
    layers = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)

    def logit(question: str, passage: str) -> float:
        with torch.inference_mode():
            return float(layers(**tokenizer(question, passage, return_tensors="pt")).logits)

    return logit


def test_the_kind_is_what_the_model_was_made_for(models: Path) -> None:
    assert reranker_kind(str(models / "cross-encoder")) == "cross-encoder"
    assert reranker_kind(str(models / "late")) == "late-interaction model"
    for name, said in (
        ("encoder", "is no reranker but BertModel. Check the name or path in SANAD_RERANKER"),
        ("none", "is neither a folder with a model nor to be had from the hub"),
    ):
        with pytest.raises(ModelError, match=said):
            reranker_kind(str(models / name))


def test_no_name_is_no_reranker(word_encoder: Encoder) -> None:
    assert load_reranker(None, word_encoder) is None


def test_a_cross_encoder_gives_its_logits(
    models: Path, logit: Callable[[str, str], float], word_encoder: Encoder
) -> None:
    reranker = load_reranker(str(models / "cross-encoder"), word_encoder)
    assert isinstance(reranker, CrossEncoderReranker)
    passages = ["The dam broke.", "The bank closed on Friday.", "?"]
    scores = reranker.score("the dam?", passages, "en")
    assert scores == pytest.approx([logit("the dam?", one) for one in passages], abs=1e-4)
    assert scores.max() - scores.min() > 0.1


def test_a_model_with_several_outputs_is_refused(models: Path, word_encoder: Encoder) -> None:
    with pytest.raises(ModelError, match="gives 3 numbers a passage where one is needed"):
        load_reranker(str(models / "classifier"), word_encoder)


def test_a_score_that_is_not_finite_is_an_error(models: Path) -> None:
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(models / "cross-encoder"))
    for weights in model.parameters():
        weights.data.fill_(float("nan"))
    with pytest.raises(EncodingError, match=r"broken.*not finite"):
        CrossEncoderReranker(model, "broken").score("the dam?", ["The dam broke."], "en")


def test_late_interaction_is_measured_against_the_samples_of_the_language(models: Path) -> None:
    from sentence_transformers import MultiVectorEncoder

    model = MultiVectorEncoder(str(models / "late"))
    samples = ["the bank closed", "the river on friday", "dam"]
    reranker = LateInteractionReranker(model, "late", {"en": samples, "ar": ["?", "on"]})
    [question] = model.encode_query(["the dam broke"], convert_to_numpy=True)

    def score(text: str) -> float:
        [tokens] = model.encode_document([text], convert_to_numpy=True)
        cosines: Vectors = question @ tokens.T
        return float(cosines.max(axis=1).mean())

    typical = np.array([score(text) for text in samples])
    found = score("the dam broke on friday")
    [scored] = reranker.score("the dam broke", ["the dam broke on friday"], "en")
    assert scored == pytest.approx((found - typical.mean()) / max(typical.std(), 0.02), rel=1e-3)
    [other] = reranker.score("the dam broke", ["the dam broke on friday"], "ar")
    assert other != pytest.approx(scored, rel=1e-3)


def test_a_late_interaction_model_reads_the_sample_articles(
    models: Path, word_encoder: Encoder
) -> None:
    reranker = load_reranker(str(models / "late"), word_encoder)
    assert isinstance(reranker, LateInteractionReranker)
    scores = reranker.score("the dam?", ["The dam broke.", "The bank."], "ar")
    assert scores.shape == (2,)


def test_a_reranker_takes_the_place_of_late_interaction(
    tmp_path: Path, models: Path, logit: Callable[[str, str], float], word_encoder: Encoder
) -> None:
    build_index(ARTICLES, tmp_path, word_encoder)
    reranker = load_reranker(str(models / "cross-encoder"), word_encoder)
    searcher = open_searcher(tmp_path, word_encoder, reranker)
    query = searcher.understand("the river and the bank")
    expected = {
        article.id: logit(query.text, encoded_text(article, 0, len(article.text)))
        for article in ARTICLES
    }
    passages = searcher.search(query, ranking=LATE_ONLY)
    assert {p.article.id: p.score for p in passages} == pytest.approx(expected, abs=1e-4)
    assert [p.article.id for p in passages] == sorted(expected, key=lambda id_: -expected[id_])
    plain = open_searcher(tmp_path, word_encoder)
    matches = {p.article.id: p.match for p in plain.search(query)}
    assert {p.article.id: p.match for p in passages} == matches
    without = replace(LATE_ONLY, late=0.0, words=1.0)
    assert searcher.search(query, ranking=without) == plain.search(query, ranking=without)


def test_only_the_best_passages_are_reranked_and_listed(
    tmp_path: Path, models: Path, word_encoder: Encoder
) -> None:
    many = [Article(str(n), f"The dam number {n} broke.", "en") for n in range(RERANKED + 5)]
    build_index([*many, ARTICLES[0]], tmp_path, word_encoder)
    reranker = load_reranker(str(models / "cross-encoder"), word_encoder)
    searcher = open_searcher(tmp_path, word_encoder, reranker)
    found = searcher.search(searcher.understand("the dam broke"), top=100)
    assert len(found) == RERANKED
    assert "bank" not in {passage.article.id for passage in found}


def test_the_reranker_stays_when_a_new_version_is_taken_up(
    tmp_path: Path, models: Path, word_encoder: Encoder
) -> None:
    build_index(ARTICLES[:2], tmp_path, word_encoder)
    reranker = load_reranker(str(models / "cross-encoder"), word_encoder)
    library = Library(tmp_path, word_encoder, reranker)
    build_index(ARTICLES, tmp_path, word_encoder)
    assert library.coverage().articles == len(ARTICLES)
    assert library._current().reranker is reranker


def test_the_settings_name_the_reranker(
    tmp_path: Path,
    models: Path,
    logit: Callable[[str, str], float],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("index.encoding.load_encoder", lambda *_: WordEncoder())
    monkeypatch.setenv("SANAD_RERANKER", str(models / "cross-encoder"))
    build_index([ARTICLES[3]], tmp_path, WordEncoder())
    assert main(["search", "--index", str(tmp_path), "--json", "the dam"]) == 0
    [passage] = json.loads(capsys.readouterr().out)["passages"]
    assert passage["score"] == pytest.approx(logit("the dam", ARTICLES[3].text), abs=1e-3)
    monkeypatch.setenv("SANAD_RERANKER", str(models / "encoder"))
    assert main(["search", "--index", str(tmp_path), "the dam"]) == 1
    assert "is no reranker but BertModel" in capsys.readouterr().err


def test_check_says_what_the_reranker_is(tmp_path: Path, models: Path) -> None:
    for name, ok, said in (
        ("late", True, "late (late-interaction model)"),
        ("none", False, "Check the name or path in SANAD_RERANKER"),
    ):
        settings = BotSettings(index=tmp_path, reranker=str(models / name))
        [line] = [line for line in check(settings) if line.subject == "reranker"]
        assert (line.ok, said in line.detail) == (ok, True)
