"""A question and passages in; for each, how likely it answers, and its best words, out.

Each goes through the encoder's lower layers by itself, as when it is searched for; copies of the
upper layers, trained further, take both together, as DeFormer (Cao et al. 2020) does. That is a
reader in the manner of BERT on SQuAD 2.0 (Devlin et al. 2019) for half the work; in training, what
the lower layers make of a text is the same in each pass, and kept. It runs on the engine that runs
the encoder, beside it.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.sentences import Span
from index.bundled_model import read_weights
from index.durability import checksum
from index.encoding import Encoder, Vectors, encoded_text
from index.errors import ModelError
from index.onnx_encoder import OnnxEncoder
from index.onnx_session import open_session
from index.passage import Passage
from index.reader_input import ReaderInput, best_span, question_ids, reader_inputs
from index.reader_weights import (
    ANSWERS,
    BUNDLED_READER,
    PASSAGE,
    QUESTION,
    SPANS,
    has_reader,
    read_reader,
    reader_checksum,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of a passage.

    `log_odds` that it answers the question, as the training data had it; `answer` the best span
    of words, code-point offsets in the article's text inside the passage; `span_score` by how much
    its logits beat those of having no answer, and `scores` the same of the best answer inside each
    of the spans that were asked about.
    """

    log_odds: float
    answer: Span
    span_score: float
    scores: tuple[float, ...]


class Reader:
    """A trained reader, loaded once; it goes on from the encoder's layers, on its threads."""

    def __init__(self, encoder: OnnxEncoder, graph: Path) -> None:
        """Load the reader from a graph in the encoder's folder.

        Raises:
            ModelError: onnxruntime cannot read it.
        """
        self._encoder = encoder
        try:
            self._session = open_session(graph)
        except Exception as error:  # onnxruntime raises classes of its own right below Exception
            raise ModelError(
                f"The reader in {graph} cannot be loaded: {error}. "
                "Upgrade with pip install -U onnxruntime, and remove that file."
            ) from error

    def read(
        self, question: str, passages: Sequence[Passage], spans: Sequence[Sequence[Span]]
    ) -> list[Reading]:
        """Return what the reader makes of each passage, in their order.

        Args:
            spans: for each passage, spans of its article's text inside the passage.
        """
        texts = [encoded_text(p.article, p.start, p.end) for p in passages]
        words_from = [
            len(text) - (p.end - p.start) for text, p in zip(texts, passages, strict=True)
        ]
        tokenizer = self._encoder.tokenizer
        inputs = reader_inputs(tokenizer, texts, words_from)
        asked = self._encoder.states(question_ids(tokenizer, question))
        read = self._encoder.pool.map(partial(self._read, asked), inputs)
        # In `text[n]`, n - shift is the offset in the article.
        shifts = [first - p.start for first, p in zip(words_from, passages, strict=True)]
        return [
            _reading(passage, inside, shift, one, *logits)
            for passage, inside, shift, one, logits in zip(
                passages, spans, shifts, inputs, read, strict=True
            )
        ]

    def _read(self, asked: Vectors, one: ReaderInput) -> tuple[Vectors, float]:
        both = {QUESTION: asked, PASSAGE: self._encoder.states(one.ids)}
        spans, answers = self._session.run([SPANS, ANSWERS], both)
        return spans[0, asked.shape[1] :], float(answers[0, 0])


def load_reader(encoder: Encoder, folder: Path = BUNDLED_READER) -> Reader | None:
    """Return the reader, None where there are no weights or the encoder is another than theirs.

    The graph is written into the encoder's folder on the first call; one whose files are not what
    was written is made anew.

    Raises:
        ModelError: the weights are damaged, or the graph cannot be written or loaded.
    """
    if not isinstance(encoder, OnnxEncoder) or not has_reader(folder):
        return None
    name = f"reader-{reader_checksum(folder)[:16]}"
    graph = encoder.folder / f"{name}.onnx"
    try:
        if not _is_whole(graph):
            _write(folder, graph)
    except OSError as error:
        raise ModelError(
            f"The reader cannot be unpacked to {graph.parent}: {error}. "
            "Make the directory writable with some 30 MB free."
        ) from error
    return Reader(encoder, graph)


def _write(folder: Path, graph: Path) -> None:
    from index.bundled_graph import write_reader_graph

    weights = read_reader(folder, read_weights())
    with tempfile.TemporaryDirectory(dir=graph.parent, prefix=".unpacking-") as temporary:
        made = Path(temporary) / graph.name
        write_reader_graph(weights, made)
        _seal(made).write_text(_sums(made), encoding="ascii")
        for path in (_data(made), made, _seal(made)):  # the seal last: then all is there
            path.replace(graph.parent / path.name)


def _is_whole(graph: Path) -> bool:
    try:
        return _seal(graph).read_text(encoding="ascii") == _sums(graph)
    except (OSError, UnicodeDecodeError):
        return False


def _sums(graph: Path) -> str:
    return f"{checksum(graph)} {checksum(_data(graph))}"


def _data(graph: Path) -> Path:
    return graph.with_name(f"{graph.name}.data")


def _seal(graph: Path) -> Path:
    return graph.with_name(f"{graph.name}.sha256")


def _reading(
    passage: Passage,
    spans: Sequence[Span],
    shift: int,
    one: ReaderInput,
    logits: Vectors,
    log_odds: float,
) -> Reading:
    first, last, score = best_span(logits, one.is_open)
    start = max(int(one.spans[first, 0]) - shift, passage.start)
    end = min(int(one.spans[last, 1]) - shift, passage.end)
    words = passage.article.text[start:end]
    start += len(words) - len(words.lstrip())  # a token holds the space before its word
    within = [one.open_within(Span(span.start + shift, span.end + shift)) for span in spans]
    return Reading(
        log_odds,
        Span(start, max(start, end)),
        score,
        tuple(best_span(logits, is_open)[2] for is_open in within),
    )
