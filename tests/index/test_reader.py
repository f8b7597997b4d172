"""The reader on onnxruntime, held against torch with the same weights unrounded."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch

from corpus.article import Article
from corpus.sentences import Span
from index.bundled_model import WEIGHTS_NAME, read_weights
from index.encoding import Encoder, encoded_text
from index.errors import ModelError
from index.onnx_encoder import OnnxEncoder
from index.passage import Passage
from index.reader import Reader, load_reader
from index.reader_input import best_span, reader_inputs
from index.reader_training.examples import ANSWERABLE, Example
from index.reader_training.model import ReaderModel
from index.reader_training.training import EncodedExamples
from index.reader_weights import (
    CARD_FILE,
    WEIGHTS_FILE,
    read_reader,
    reader_checksum,
    save_reader,
)

BRIDGE = Article(
    "bridge",
    "The bridge in Tell Amara was closed on 3 May after cracks were found in two of its piers.\n\n"
    "قال المهندس سامي الزين إن الترميم سيستغرق تسعة أشهر ويكلف 2.4 مليون دينار.",
    "en",
    title="Tell Amara bridge shut",
    source="Ledger",
    published="2024-05-04",
)
SECOND = BRIDGE.text.index("قال")
PASSAGES = [
    Passage(1, 0.0, 0.0, 0.0, 0.0, 0.0, 0, BRIDGE, 0, SECOND - 2),
    Passage(2, 0.0, 0.0, 0.0, 0.0, 0.0, 1, BRIDGE, SECOND, len(BRIDGE.text)),
]
WHOLE = [[Span(passage.start, passage.end)] for passage in PASSAGES]
QUESTIONS = ["When was the bridge closed?", "كم سيكلف الترميم؟", "Who?"]


@dataclass
class Made:
    """A reader that was never trained: torch's, its folder, and the same on onnxruntime."""

    model: ReaderModel
    folder: Path
    encoder: OnnxEncoder
    reader: Reader


@pytest.fixture(scope="module")
def made(bundled_encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Made:
    torch.manual_seed(7)
    model = ReaderModel(read_weights()).eval()
    for head in (model.span, model.hidden, model.answer):
        torch.nn.init.normal_(head.weight, std=0.2)  # so that the outputs differ widely
    folder = save_reader(tmp_path_factory.mktemp("reader"), model.tensors(), {})
    # A copy, for the reader is unpacked into the encoder's folder.
    original = cast(OnnxEncoder, bundled_encoder).folder
    copy = tmp_path_factory.mktemp("models") / original.name
    without_readers = shutil.ignore_patterns("reader-*")
    encoder = OnnxEncoder(Path(shutil.copytree(original, copy, ignore=without_readers)))
    reader = load_reader(encoder, folder)
    assert reader is not None
    return Made(model, folder, encoder, reader)


def test_readings_are_those_of_torch(made: Made, tmp_path: Path) -> None:
    differences, answers = [], []
    for question in QUESTIONS:
        readings = made.reader.read(question, PASSAGES, WHOLE)
        for passage, reading in zip(PASSAGES, readings, strict=True):
            text = encoded_text(BRIDGE, passage.start, passage.end)
            first = len(text) - (passage.end - passage.start)
            example = Example(question, "", text, None, ANSWERABLE, "en", "en")
            read = EncodedExamples([example], made.encoder, tmp_path)
            [one] = reader_inputs(made.encoder.tokenizer, [text], [first])
            with torch.no_grad():
                batch = read.collate([(example,)])
                spans, answer = made.model(batch)
            *_, score = best_span(spans[0, batch.openings[0] :].numpy(), one.is_open)
            differences.append(reading.span_score - score)
            answers.append((reading.log_odds, answer.item()))
    ours, theirs = np.array(answers).T
    assert np.abs(ours - theirs).max() < 0.1 * np.abs(theirs).max()
    assert np.abs(differences).max() < 0.5


def test_a_span_is_words_of_the_passage(made: Made) -> None:
    for question in QUESTIONS:
        readings = made.reader.read(question, PASSAGES, WHOLE)
        for passage, reading in zip(PASSAGES, readings, strict=True):
            answer = reading.answer
            words = BRIDGE.text[answer.start : answer.end]
            assert passage.start <= answer.start < answer.end <= passage.end
            assert words == words.strip()


def test_the_best_answer_inside_a_span_is_the_best_where_that_lies_inside(made: Made) -> None:
    passage = PASSAGES[0]
    [whole] = made.reader.read(QUESTIONS[0], [passage], [[]])
    before = Span(passage.start, whole.answer.start)
    after = Span(whole.answer.end, passage.end)
    [reading] = made.reader.read(QUESTIONS[0], [passage], [[whole.answer, before, after]])
    own, *others = reading.scores
    assert own == whole.span_score
    assert max(others) < own


def test_a_reading_is_the_same_whatever_is_read_with_it(made: Made) -> None:
    alone = [
        made.reader.read(QUESTIONS[0], [passage], [spans])[0]
        for passage, spans in zip(PASSAGES, WHOLE, strict=True)
    ]
    assert made.reader.read(QUESTIONS[0], PASSAGES, WHOLE) == alone
    assert made.reader.read(QUESTIONS[0], [], []) == []


def test_a_damaged_graph_is_made_anew(made: Made) -> None:
    [data] = made.encoder.folder.glob("reader-*.onnx.data")
    whole = data.read_bytes()
    before = made.reader.read(QUESTIONS[0], PASSAGES, WHOLE)
    damaged = bytearray(whole)
    damaged[1000] ^= 1
    data.unlink()  # the open reader still has it mapped
    data.write_bytes(damaged)
    again = load_reader(made.encoder, made.folder)
    assert again is not None
    assert again.read(QUESTIONS[0], PASSAGES, WHOLE) == before
    assert data.read_bytes() == whole
    assert not list(made.encoder.folder.glob(".unpacking-*"))


def test_what_is_saved_comes_back_within_half_a_step(made: Made) -> None:
    weights = read_reader(made.folder, read_weights())
    assert weights.tensors.keys() == made.model.tensors().keys()
    for name, values in made.model.tensors().items():
        steps = np.abs(values).max(axis=-1, keepdims=True) / 127
        assert (np.abs(weights.tensors[name] - values) <= 0.501 * steps).all(), name


def test_a_reader_that_is_trained_further_starts_as_it_is(made: Made) -> None:
    weights = read_reader(made.folder, read_weights())
    again = ReaderModel(weights).tensors()
    assert again.keys() == made.model.tensors().keys()
    for name, values in again.items():
        assert np.array_equal(values, weights.tensors[name]), name


def test_the_same_tensors_make_the_same_file(made: Made, tmp_path: Path) -> None:
    again = save_reader(tmp_path, made.model.tensors(), {})
    assert reader_checksum(again) == reader_checksum(made.folder)


def test_damaged_weights_are_refused(made: Made, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made.folder, tmp_path / "damaged"))
    content = bytearray((folder / WEIGHTS_FILE).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / WEIGHTS_FILE).write_bytes(content)
    with pytest.raises(ModelError, match="SHA-256 differs"):
        load_reader(made.encoder, folder)


@pytest.mark.parametrize("name", ["span.w", "l11.fo.b"])
def test_weights_of_another_kind_of_reader_are_refused(
    name: str, made: Made, tmp_path: Path
) -> None:
    tensors = made.model.tensors()
    lacking = {other: values for other, values in tensors.items() if other != name}
    for case, some in (("lacking", lacking), ("cut", lacking | {name: tensors[name][:1]})):
        folder = save_reader(tmp_path / case, some, {})
        with pytest.raises(ModelError, match="another kind of reader"):
            load_reader(made.encoder, folder)


def test_weights_without_their_card_or_of_another_encoder_are_refused(
    made: Made, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(made.folder, tmp_path / "other"))
    card = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
    (folder / CARD_FILE).write_text(json.dumps(card | {"encoder": "another"}), encoding="utf-8")
    with pytest.raises(ModelError, match=f"they are for another, not {WEIGHTS_NAME}"):
        load_reader(made.encoder, folder)
    (folder / CARD_FILE).unlink()
    with pytest.raises(ModelError, match="FileNotFoundError"):
        load_reader(made.encoder, folder)


def test_without_weights_or_with_another_encoder_there_is_no_reader(
    made: Made, word_encoder: Encoder, tmp_path: Path
) -> None:
    assert load_reader(made.encoder, tmp_path) is None
    assert load_reader(word_encoder, made.folder) is None


def test_a_reading_of_nothing_but_context_has_an_empty_span(made: Made) -> None:
    article = Article("long", "a " * 2, "en", title="word " * 30)
    empty = Passage(1, 0.0, 0.0, 0.0, 0.0, 0.0, 0, article, 3, 3)
    [reading] = made.reader.read("who?", [empty], [[]])
    assert reading.answer == Span(3, 3)


FERRY = Article(
    "ferry",
    "The ferry Al-Noor ran aground off Ras Dalia on Tuesday night with 212 passengers. Fishing "
    "boats took all of them off before dawn. Divers found that a net had blocked the propeller, "
    "and the owner, the Dalia Line, expects that towing her to Amara will take nine days.",
    "en",
    title="Ferry aground",
)
EXAMS = Article(
    "exams",
    "أعلنت وزارة التربية في تل عمارة تأجيل امتحانات الثانوية العامة لأن الكهرباء انقطعت عن مطبعة "
    "الأسئلة أربع ليال. وستبدأ الامتحانات في الثاني عشر من حزيران، ويشارك فيها ثمانية آلاف طالب.",
    "ar",
    title="تأجيل الامتحانات",
)
# Of each article what it answers, with the words that do, and near misses.
ASKED = [
    (
        FERRY,
        {
            "How many passengers were on the ferry?": "212",
            "What had blocked the propeller?": "a net",
            "Where did the ferry run aground?": "Ras Dalia",
            "كم راكباً كان على متن العبّارة؟": "212",
            "من يملك العبّارة؟": "the Dalia Line",
        },
        [
            "When was the ferry built?",
            "How many cars were on the ferry?",
            "Who was the captain of the ferry?",
            "كم سيارة كانت على متن العبّارة؟",
            "من هو قبطان العبّارة؟",
        ],
    ),
    (
        EXAMS,
        {
            "متى تبدأ الامتحانات؟": "الثاني عشر من حزيران",
            "كم طالباً يشارك في الامتحانات؟": "ثمانية آلاف طالب",
            "Why were the exams postponed?": "الكهرباء انقطعت",
            "When will the exams begin?": "الثاني عشر من حزيران",
        },
        [
            "متى تظهر نتائج الامتحانات؟",
            "كم معلماً يراقب الامتحانات؟",
            "Who wrote the questions of the exams?",
            "When were the exams first held?",
        ],
    ),
]


def test_the_reader_that_comes_along_knows_answers_from_near_misses(
    bundled_encoder: Encoder,
) -> None:
    reader = load_reader(bundled_encoder)
    assert reader is not None
    wins, found = [], []
    for article, answered, near in ASKED:
        passage = Passage(1, 0.0, 0.0, 0.0, 0.0, 0.0, 0, article, 0, len(article.text))
        right = {q: reader.read(q, [passage], [[]])[0] for q in answered}
        wrong = [reader.read(q, [passage], [[]])[0].log_odds for q in near]
        wins += [one.log_odds > other for one in right.values() for other in wrong]
        spans = {q: article.text[one.answer.start : one.answer.end] for q, one in right.items()}
        found += [answered[q] in words for q, words in spans.items()]
    assert np.mean(wins) >= 0.8, "AUROC"
    assert sum(found) >= 7, "of 9 answers"
