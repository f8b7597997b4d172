"""What the encoder makes of texts, kept on the disk and found again."""

from pathlib import Path
from typing import cast

import numpy as np

from index.encoding import Encoder
from index.onnx_encoder import OnnxEncoder
from index.reader_input import question_ids
from index.reader_training.states import read_once

# Texts of one length, which nothing but their words keeps apart.
QUESTIONS = ["Who left?", "Who came?", "Who won?", "Who left?", "متى سقط الجسر القديم؟"]


def test_each_text_has_its_own_states_also_when_they_are_found_again(
    bundled_encoder: Encoder, tmp_path: Path
) -> None:
    encoder = cast(OnnxEncoder, bundled_encoder)
    texts = [question_ids(encoder.tokenizer, question) for question in QUESTIONS]
    for some in (texts, texts[::-1]):
        states = read_once(some, encoder, tmp_path)
        assert len(states) == len(set(QUESTIONS))
        for ids in texts:
            expected = encoder.states(ids)[0]
            np.testing.assert_allclose(states[ids.tobytes()], expected, rtol=1e-2, atol=1e-2)
    assert len(list(tmp_path.iterdir())) == 1
