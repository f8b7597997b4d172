"""What a build encodes, keeps and removes; on the real parts, with the encoder made of words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.article import Article
from corpus.reading import Located
from index import supply
from index.building import BuildReport, build_index
from index.encoding import Encoded, Encoder, Kind
from index.errors import EmptyIndexError, NoVersionBeforeError
from index.ledger import Changes
from index.rollback import roll_back
from index.search import open_searcher
from index.statistics import Centring, Statistics
from index.versions import current_version, whole_version
from tests.conftest import WordEncoder

BANK = Article("bank", "The bank closed branches.\n\nDepositors protested.", "en", title="Bank")
DAM = Article("dam", "The dam on the river broke on Friday.", "en", published="2024-05-01")
SADD = Article("sadd", "انهار السد على النهر يوم الجمعة.", "ar", source="وكالة")
ARTICLES = [BANK, DAM, SADD]
SAMPLE_SOURCES = ("(سند: ملخص للتجربة", "(Sanad sample summary")


class CountingEncoder(WordEncoder):
    """The encoder made of words, which keeps what it was given."""

    def __init__(self) -> None:
        self.encoded: list[str] = []
        self.counted: list[str] = []

    def encode(self, texts: Sequence[str], kind: Kind) -> Encoded:
        if kind == "passage":
            self.encoded += texts
        return super().encode(texts, kind)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        self.counted += texts
        return super().count_tokens(texts)


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


def build(
    articles: Iterable[Article | Located], directory: Path, encoder: CountingEncoder
) -> BuildReport:
    """Build; the encoder then holds what this build gave it, but for the yardstick."""
    encoder.encoded.clear()
    encoder.counted.clear()
    report = build_index(articles, directory, encoder)
    encoder.encoded[:] = [
        text for text in encoder.encoded if not any(name in text for name in SAMPLE_SOURCES)
    ]
    return report


def same_answers(one: Path, other: Path, encoder: Encoder) -> None:
    searchers = [open_searcher(directory, encoder) for directory in (one, other)]
    for question in ("branches of the bank", "the dam on the river", "انهيار السد", "?"):
        found = [
            [
                (p.article, p.start, p.end, pytest.approx(p.score, abs=1e-5))
                for p in searcher.search(searcher.understand(question))
            ]
            for searcher in searchers
        ]
        assert found[0] == found[1]


def test_an_unchanged_collection_encodes_nothing_and_writes_no_version(
    tmp_path: Path, encoder: CountingEncoder
) -> None:
    first = build(ARTICLES, tmp_path, encoder)
    assert first.is_new
    assert first.changes == Changes(added=3, changed=0, removed=0, unchanged=0)
    assert encoder.encoded
    again = build(ARTICLES[::-1], tmp_path, encoder)
    assert again.version == first.version
    assert not again.is_new
    assert again.changes == Changes(added=0, changed=0, removed=0, unchanged=3)
    assert encoder.encoded == encoder.counted == []


def test_only_what_is_new_is_encoded_and_cut(tmp_path: Path, encoder: CountingEncoder) -> None:
    build(ARTICLES, tmp_path, encoder)
    altered = replace(DAM, text="The dam was repaired.")
    new = Article("new", "A tunnel opened.", "en")
    report = build([BANK, altered, new], tmp_path, encoder)
    assert report.changes == Changes(added=1, changed=1, removed=1, unchanged=1)
    assert str(report).startswith("added 1, changed 1, removed 1, unchanged 1; ")
    assert sorted(encoder.encoded) == ["2024-05-01\nThe dam was repaired.", "A tunnel opened."]
    assert sorted(encoder.counted) == ["A tunnel opened.", "The dam was repaired."]
    assert report.encoded == 2


def test_an_incremental_build_gives_what_a_full_one_gives(
    tmp_path: Path, encoder: CountingEncoder
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    final = [SADD, Article("new", "A tunnel opened near the bank.", "en"), replace(BANK, url="u")]
    build(ARTICLES, one, encoder)
    build([DAM], one, encoder)
    build(final, one, encoder)
    build(final, other, encoder)
    same_answers(one, other, encoder)
    [first, second] = [
        Statistics.load(current_version(directory).statistics) for directory in (one, other)
    ]
    assert first.document_frequencies == second.document_frequencies
    for language in ("ar", "en"):
        assert first.means[language] == pytest.approx(second.means[language])


def test_a_field_that_the_encoder_does_not_read_costs_no_encoding(
    tmp_path: Path, encoder: CountingEncoder
) -> None:
    build(ARTICLES, tmp_path, encoder)
    report = build([replace(BANK, url="https://example.org"), DAM, SADD], tmp_path, encoder)
    assert report.changes.changed == 1
    assert encoder.encoded == []
    assert open_searcher(tmp_path, encoder).article_languages().keys() == {"bank", "dam", "sadd"}


def test_what_is_the_same_is_encoded_once(tmp_path: Path, encoder: CountingEncoder) -> None:
    same = f"It says {'the same ' * 45}here."
    alike = [Article(name, f"{same}\n\nIt ends {name * 100}.", "en") for name in ("a ", "b ", "c ")]
    report = build(alike, tmp_path, encoder)
    assert (report.chunks, report.encoded) == (6, 4)
    assert encoder.encoded.count(same) == 1


def test_a_full_build_encodes_everything(tmp_path: Path, encoder: CountingEncoder) -> None:
    first = build(ARTICLES, tmp_path, encoder)
    report = build_index(ARTICLES, tmp_path, encoder, full=True)
    assert report.is_new
    assert report.version != first.version
    assert report.encoded == first.encoded
    assert report.changes.unchanged == 3


def test_a_story_edited_in_its_file_is_changed_though_its_id_is_another(
    tmp_path: Path, encoder: CountingEncoder
) -> None:
    def located(number: int, file: str) -> Located:
        return Located(Article(f"{number:016x}", f"Story {number}.", "en"), file)

    build([located(1, "a.txt"), located(2, "b.txt"), located(3, "c.txt")], tmp_path, encoder)
    report = build(
        [located(4, "a.txt"), located(2, "moved.txt"), located(5, "d.txt")], tmp_path, encoder
    )
    assert report.changes == Changes(added=1, changed=1, removed=1, unchanged=1)


def test_given_ids_in_one_file_are_articles_of_their_own(
    tmp_path: Path, encoder: CountingEncoder
) -> None:
    def located(name: str) -> Located:
        return Located(Article(name, f"Story {name}.", "en"), "all.jsonl")

    build([located("a"), located("b")], tmp_path, encoder)
    report = build([located("b"), located("c")], tmp_path, encoder)
    assert report.changes == Changes(added=1, changed=0, removed=1, unchanged=1)


def test_no_article_or_no_word_is_an_error_that_changes_nothing(
    tmp_path: Path, encoder: CountingEncoder
) -> None:
    first = build(ARTICLES, tmp_path, encoder)
    for articles in ([], [Article("blank", " \n", "en")]):
        with pytest.raises(EmptyIndexError, match="sanad-corpus read"):
            build(articles, tmp_path, encoder)
    assert current_version(tmp_path).id == first.version


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_three_versions_stay_with_the_segments_they_need(
    tmp_path: Path, encoder: CountingEncoder
) -> None:
    reports = [
        build([Article(str(n), f"Story number{n}.", "en")], tmp_path, encoder) for n in range(6)
    ]
    assert names(tmp_path / "versions") == [report.version for report in reports[-3:]]
    assert len(names(tmp_path / "segments")) == 3
    assert names(tmp_path) == ["CURRENT", "LOCK", "segments", "versions"]


def test_small_segments_are_merged_without_encoding(
    tmp_path: Path, encoder: CountingEncoder
) -> None:
    articles = [Article(f"{n:02}", f"Story number{n} on the dam.", "en") for n in range(20)]
    for count in range(1, 21):
        build(articles[:count], tmp_path, encoder)
        assert len(encoder.encoded) == 1
    assert len(whole_version(tmp_path).manifest.segments) <= 17
    build(articles, tmp_path / "other", encoder)
    same_answers(tmp_path, tmp_path / "other", encoder)


def test_what_is_left_of_a_little_used_segment_moves_without_encoding(
    tmp_path: Path, encoder: CountingEncoder
) -> None:
    articles = [Article(f"{n:02}", f"Story number{n} on the dam.", "en") for n in range(10)]
    build(articles, tmp_path, encoder)
    [old] = whole_version(tmp_path).manifest.segments
    build(articles[:4], tmp_path, encoder)
    assert encoder.encoded == []
    [new] = whole_version(tmp_path).manifest.segments
    assert new != old
    build(articles[:4], tmp_path / "other", encoder)
    same_answers(tmp_path, tmp_path / "other", encoder)


def test_what_a_failed_build_encoded_is_not_encoded_again(
    tmp_path: Path, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supply, "SEGMENT_CHUNKS", 4)
    articles = [Article(f"{n:02}", f"Story number{n} on the dam.", "en") for n in range(10)]

    def stop(done: int, total: int) -> None:
        if done > 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(articles, tmp_path, encoder, stop)
    assert len(names(tmp_path / "segments")) == 2
    report = build(articles, tmp_path, encoder)
    assert report.encoded == len(encoder.encoded) == 2
    build(articles, tmp_path / "other", encoder)
    same_answers(tmp_path, tmp_path / "other", encoder)


def test_rollback_goes_back_and_a_build_goes_on(tmp_path: Path, encoder: CountingEncoder) -> None:
    reports = [build(ARTICLES[:count], tmp_path, encoder) for count in (1, 2, 3)]
    for left, taken in ((2, 1), (1, 0)):
        assert [files.id for files in roll_back(tmp_path)] == [
            reports[left].version,
            reports[taken].version,
        ]
    with pytest.raises(NoVersionBeforeError, match=reports[0].version):
        roll_back(tmp_path)
    assert open_searcher(tmp_path, encoder).version == reports[0].version
    report = build(ARTICLES, tmp_path, encoder)
    assert report.changes == Changes(added=2, changed=0, removed=0, unchanged=1)
    assert encoder.encoded == []  # what the versions gone back from had encoded is still there
    assert names(tmp_path / "versions") == [reports[0].version, report.version]


def test_rollback_passes_over_a_damaged_version(tmp_path: Path, encoder: CountingEncoder) -> None:
    reports = [build(ARTICLES[:count], tmp_path, encoder) for count in (1, 2, 3)]
    (tmp_path / "versions" / reports[1].version / "places.npy").write_bytes(b"")
    assert roll_back(tmp_path)[1].id == reports[0].version


def test_an_index_of_another_encoder_is_built_anew(
    tmp_path: Path, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(ARTICLES, tmp_path, encoder)
    monkeypatch.setattr(CountingEncoder, "name", "another")
    report = build(ARTICLES, tmp_path, encoder)
    assert report.is_new
    assert report.encoded == first.encoded
    assert report.changes.unchanged == 3
    assert roll_back(tmp_path)[1].id == first.version


def test_a_damaged_segment_is_encoded_anew(tmp_path: Path, encoder: CountingEncoder) -> None:
    first = build(ARTICLES, tmp_path, encoder)
    [segment] = whole_version(tmp_path).manifest.segments
    path = tmp_path / "segments" / segment / "vectors.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    report = build(ARTICLES, tmp_path, encoder)
    assert report.is_new
    assert report.encoded == first.encoded
    assert not build(ARTICLES, tmp_path, encoder).is_new


def test_a_damaged_version_is_replaced_though_nothing_changed(
    tmp_path: Path, encoder: CountingEncoder
) -> None:
    first = build(ARTICLES, tmp_path, encoder)
    current_version(tmp_path).vectors.write_bytes(b"")
    report = build(ARTICLES, tmp_path, encoder)
    assert report.is_new
    assert report.version > first.version
    assert encoder.encoded == []
    assert names(tmp_path / "versions") == [first.version, report.version]
    build(ARTICLES, tmp_path / "other", encoder)
    same_answers(tmp_path, tmp_path / "other", encoder)


def test_vectors_are_those_of_the_encoder(tmp_path: Path, encoder: CountingEncoder) -> None:
    many = [Article(f"{n:03}", f"word{n} " * (n % 7 + 1), "en") for n in range(100)]
    build(many, tmp_path, encoder)
    searcher = open_searcher(tmp_path, encoder)
    centring = Centring.load(current_version(tmp_path).centring)
    for n in (0, 50, 99):
        best = searcher.search(searcher.understand(f"word{n}"))[0]
        assert best.article.id == f"{n:03}"
        [axis] = encoder.encode([f"word{n}"], "query").vectors
        expected = centring.query(axis, "en") @ centring.passages(axis, "en")
        assert best.similarity == pytest.approx(expected, abs=1e-3)  # stored in 16 bits
    assert np.isfinite(best.score)
