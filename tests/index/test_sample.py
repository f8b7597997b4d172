"""Means that an encoder has for the sample articles, and when a build takes them."""

from pathlib import Path

import numpy as np
import pytest

from corpus.article import Article
from corpus.reading import read_articles
from corpus.sample import sample_path
from index.building import build_index
from index.encoding import Encoder
from index.sample import codec_of, sample_centring, sample_passages
from index.segments import usable_segments
from index.statistics import LANGUAGES, Centring
from index.versions import SEGMENTS, current_version, read_manifest

DAM = Article("dam", "The dam on the river broke on Friday.", "en")
BANK = Article("bank", "The bank closed branches.", "en")


def test_the_means_are_those_of_the_samples_passages_and_titles(word_encoder: Encoder) -> None:
    centring = sample_centring(word_encoder)
    passages = sample_passages(word_encoder.count_tokens)
    rejects: list[object] = []
    articles = list(read_articles([sample_path()], rejects.append))
    for language in LANGUAGES:
        titles = [article.title for article in articles if article.language == language]
        vectors = np.stack([word_encoder.encode([t], "query").vectors[0] for t in titles])
        assert centring.texts["query", language] == pytest.approx(vectors.mean(axis=0), abs=1e-6)
        # Each token of this encoder is an axis of its own: their mean is how often each occurs.
        tokens = word_encoder.encode(passages[language], "passage").tokens
        ids = np.concatenate([one.ids for one in tokens])
        shares = np.bincount(ids, minlength=256) / len(ids)
        assert centring.tokens["passage", language] == pytest.approx(shares, abs=1e-6)


def test_a_new_article_changes_neither_means_nor_stored_vectors(
    tmp_path: Path, word_encoder: Encoder
) -> None:
    build_index([DAM], tmp_path, word_encoder)
    first = current_version(tmp_path)
    [segment] = read_manifest(first).segments
    means = first.centring.read_bytes()
    build_index([DAM, BANK], tmp_path, word_encoder)
    second = current_version(tmp_path)
    manifest = read_manifest(second)
    assert second != first
    assert second.centring.read_bytes() == means
    assert manifest.codec == Centring.load(second.centring).codec == codec_of(word_encoder.name)
    assert segment in manifest.segments
    build_index([DAM], tmp_path, word_encoder, full=True)
    assert np.array_equal(
        Centring.load(current_version(tmp_path).centring).texts["passage", "en"],
        Centring.load(second.centring).texts["passage", "en"],
    )


def test_stored_vectors_are_without_the_mean(tmp_path: Path, word_encoder: Encoder) -> None:
    build_index([DAM], tmp_path, word_encoder)
    [segment] = usable_segments(tmp_path / SEGMENTS, word_encoder.name, codec_of(word_encoder.name))
    mean = Centring.load(current_version(tmp_path).centring).texts["passage", "en"]
    [vector] = word_encoder.encode([DAM.text], "passage").vectors
    expected = (vector - mean) / np.linalg.norm(vector - mean)
    assert segment.rows.vectors[0] == pytest.approx(expected, abs=1e-6)


def test_the_bundled_model_keeps_the_means_of_the_package(
    tmp_path: Path, bundled_encoder: Encoder
) -> None:
    build_index([DAM], tmp_path, bundled_encoder)
    used = current_version(tmp_path)
    assert not used.centring.exists()
    assert read_manifest(used).codec == Centring.typical().codec
