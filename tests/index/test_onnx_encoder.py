"""The bundled model on onnxruntime, held against torch with the same weights unrounded."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoding import Encoder, Kind
from index.reader import load_reader

TEXTS = [
    "ما موقف واشنطن من التطبيع مع الأسد؟",
    "The U.S. said—“no”; 1,234.5 km², 50 %!",
    "قَالَ الوَزِيرُ إنَّ ٣٫٥ ملايين… (٢٠٢٤)",
    "  leading \t and\n\n trailing  ",
    "ﻻَ ﷲ ①\u0301 ½ ﬁne \u202bنص\u202c\u200f 😀👩‍👩‍👧 𓀀",
    "<s> a text that speaks of </s> and <unk> and <pad>",
    "word " * 600,
    "وقال باتيل إن القرار 2254 هو الأساس للحل السياسي. " * 40,
    "a",
]


@pytest.mark.parametrize("kind", ["query", "passage"])
def test_tokens_are_those_of_sentence_transformers(
    kind: Kind, bundled_encoder: Encoder, torch_encoder: Encoder
) -> None:
    ours = bundled_encoder.encode(TEXTS, kind)
    theirs = torch_encoder.encode(TEXTS, kind)
    for own, other in zip(ours.tokens, theirs.tokens, strict=True):
        assert own.ids.tolist() == other.ids.tolist()
        assert own.spans.tolist() == other.spans.tolist()
    assert bundled_encoder.count_tokens(TEXTS) == torch_encoder.count_tokens(TEXTS)


@pytest.mark.parametrize("kind", ["query", "passage"])
def test_vectors_are_near_those_of_torch(
    kind: Kind, bundled_encoder: Encoder, torch_encoder: Encoder
) -> None:
    ours = bundled_encoder.encode(TEXTS, kind)
    theirs = torch_encoder.encode(TEXTS, kind)
    assert (ours.vectors * theirs.vectors).sum(axis=1).min() >= 0.997
    for own, other in zip(ours.tokens, theirs.tokens, strict=True):
        assert (own.vectors * other.vectors).sum(axis=1).mean() >= 0.99


def test_a_text_has_one_vector_whatever_is_encoded_with_it(bundled_encoder: Encoder) -> None:
    together = bundled_encoder.encode(TEXTS, "passage").vectors
    alone = np.concatenate([bundled_encoder.encode([text], "passage").vectors for text in TEXTS])
    assert np.array_equal(together, alone)


def test_a_question_to_the_bundled_model_needs_no_torch(
    bundled_encoder: Encoder, tmp_path: Path
) -> None:
    assert load_reader(bundled_encoder)  # both are unpacked once, which takes onnx
    program = """
import sys
from bot.__main__ import main
status = main(["ask", "--index", sys.argv[1], "who is Vedant Patel?"])
heavy = {"torch", "transformers", "sentence_transformers", "onnx", "safetensors"}
print(status, sorted(heavy & sys.modules.keys()))
"""
    child = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "index")],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert child.stdout.splitlines()[-1] == "0 []"
