"""Building and searching on the real parts; the encoder made of words, except across languages."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from corpus.article import Article
from corpus.periods import months_period
from corpus.reading import Located, read_articles
from corpus.rejects import Reason
from corpus.sample import sample_path
from corpus.sentences import Span, split_sentences
from index.building import build_index
from index.encoding import Encoder
from index.errors import (
    DamagedIndexError,
    EmptyIndexError,
    IncompatibleIndexError,
    NoIndexError,
)
from index.ranking import RANKING, Depth, Ranking
from index.search import Searcher, open_searcher
from index.versions import current_version

NOTHING = Ranking(late=0, dense=0, words=0, names=0, time=0)
ARTICLES = [
    Article("bank", "The bank closed branches.\n\nDepositors protested.", "en", title="Bank"),
    Article("dam", "The dam on the river broke on Friday.", "en", published="2024-05-01"),
    Article("sadd", "انهار السد على النهر يوم الجمعة.", "ar", source="وكالة"),
]


def build(directory: Path, encoder: Encoder, articles: list[Article] = ARTICLES) -> Searcher:
    build_index(articles, directory, encoder)
    return open_searcher(directory, encoder)


def found(searcher: Searcher, question: str) -> list[str]:
    return [p.article.id for p in searcher.search(searcher.understand(question))]


def test_the_passage_with_the_question_in_it_comes_first(
    tmp_path: Path, word_encoder: Encoder
) -> None:
    searcher = build(tmp_path, word_encoder)
    assert found(searcher, "branches closed by the bank")[0] == "bank"
    assert found(searcher, "the dam broke")[0] == "dam"
    assert found(searcher, "متى انهار السد؟")[0] == "sadd"


def test_each_part_of_the_ranking_finds_by_itself(tmp_path: Path, word_encoder: Encoder) -> None:
    searcher = build(tmp_path, word_encoder)
    query = searcher.understand("the dam broke")
    for ranking in (replace(NOTHING, late=1.0), replace(NOTHING, dense=1.0)):
        found = searcher.search(query, ranking=ranking)
        assert [passage.article.id for passage in found[:1]] == ["dam"]
        assert len(found) == len(ARTICLES)
    words = replace(NOTHING, words=1.0)
    [dam] = searcher.search(query, ranking=words)
    assert dam.article.id == "dam"
    assert dam.score == dam.words > 0
    assert searcher.search(searcher.understand("zeppelin"), ranking=words) == []


def test_no_more_are_put_forward_than_the_ranking_says(
    tmp_path: Path, word_encoder: Encoder
) -> None:
    searcher = build(tmp_path, word_encoder)
    query = searcher.understand("the dam broke")
    shallow = replace(RANKING, depth=Depth(nearest=1, words=0, names=0, then=0))
    found = searcher.search(query, ranking=shallow)
    assert sorted(passage.article.id for passage in found) == ["dam", "sadd"], "one a language"
    assert len(searcher.search(query)) == len(ARTICLES)


def test_a_name_is_found_in_the_other_script(tmp_path: Path, word_encoder: Encoder) -> None:
    articles = [
        *ARTICLES,
        Article("khaled", "قال خالد نصور إن المفاوضات مستمرة.", "ar"),
        Article("salim", "قال سليم حداد إن المفاوضات توقفت.", "ar"),
    ]
    searcher = build(tmp_path, word_encoder, articles)
    query = searcher.understand("What did Khalid Nassour say?")
    [passage] = searcher.search(query, ranking=replace(NOTHING, names=1.0))
    assert passage.article.id == "khaled"


def test_of_two_reports_alike_the_newer_comes_first_where_the_latest_is_asked_for(
    tmp_path: Path, word_encoder: Encoder
) -> None:
    articles = [
        *ARTICLES,
        Article("old", "The lira fell.", "en", title="Lira", published="2023-01-01"),
        Article("new", "The lira fell!", "en", title="Lira", published="2024-05-01"),
    ]
    searcher = build(tmp_path, word_encoder, articles)
    query = searcher.understand("The lira fell now", date(2024, 6, 1))
    assert [p.article.id for p in searcher.search(query, top=2)] == ["new", "old"]
    query = searcher.understand("The lira fell in January 2023", date(2024, 6, 1))
    assert [p.article.id for p in searcher.search(query, top=2)] == ["old", "new"]


def test_a_report_of_the_time_asked_for_is_found_behind_any_number_of_others(
    tmp_path: Path, word_encoder: Encoder
) -> None:
    others = [
        Article(f"{n}", f"The lira fell, report {n}.", "en", published="2024-05-01")
        for n in range(150)
    ]
    of_then = Article(
        "then", "The lira fell as banks and shops closed.", "en", published="2023-01-09"
    )
    searcher = build(tmp_path, word_encoder, [*others, of_then])
    undated = searcher.understand("The lira fell", date(2024, 6, 1))
    dated = searcher.understand("The lira fell in January 2023", date(2024, 6, 1))
    meaning = replace(NOTHING, late=1.0)
    assert "then" not in [p.article.id for p in searcher.search(undated, 200, meaning)]
    assert "then" in [p.article.id for p in searcher.search(dated, 200, meaning)]


def test_passages_are_the_articles_own_words(tmp_path: Path, word_encoder: Encoder) -> None:
    searcher = build(tmp_path, word_encoder)
    passages = searcher.search(searcher.understand("river"), top=2)
    assert [p.rank for p in passages] == [1, 2]
    assert passages[0].score >= passages[1].score
    for passage in passages:
        original = next(a for a in ARTICLES if a.id == passage.article.id)
        assert passage.article == original
        assert passage.text == original.text[passage.start : passage.end]


def test_a_query_knows_the_time_it_is_about(tmp_path: Path, word_encoder: Encoder) -> None:
    searcher = build(tmp_path, word_encoder)
    query = searcher.understand("What broke last month?", date(2024, 6, 1))
    assert query.asked.now == date(2024, 6, 1)
    assert query.asked.periods == (months_period(2024, 5),)
    assert not query.asked.wants_latest
    assert searcher.understand("What is broken now?").asked.wants_latest


def test_of_two_articles_with_one_id_the_later_is_kept(
    tmp_path: Path, word_encoder: Encoder
) -> None:
    later = Article("bank", "The bank reopened.", "en")
    report = build_index([*ARTICLES, later], tmp_path, word_encoder)
    [reject] = report.rejects
    assert (report.articles, reject.reason) == (3, Reason.REPLACED)
    searcher = open_searcher(tmp_path, word_encoder)
    [bank] = [p for p in searcher.search(searcher.understand("bank")) if p.article.id == "bank"]
    assert bank.text == "The bank reopened."


def test_a_text_is_kept_once_whichever_articles_were_replaced(
    tmp_path: Path, word_encoder: Encoder
) -> None:
    def kept(*given: tuple[str, str]) -> tuple[dict[str, str], list[str]]:
        located = (
            Located(Article(id_, text, "en"), "a.jsonl", line)
            for line, (id_, text) in enumerate(given, start=1)
        )
        report = build_index(located, tmp_path, word_encoder)
        searcher = open_searcher(tmp_path, word_encoder)
        found = [hit.article for hit in searcher.search(searcher.understand("One? Two?"))]
        said = [f"{r.line}: {r.reason}: {r.detail}" for r in report.rejects]
        return {article.id: article.text for article in found}, said

    copy = "{}: repeated-text: {}: the same text as {}"
    gone = "{}: replaced: {}: by that in a.jsonl:{}"
    assert kept(("a", "One."), ("b", " One.\n")) == ({"a": "One."}, [copy.format(2, "b", "a")])
    replaced = kept(("a", "One."), ("b", "One."), ("a", "Two."))
    assert replaced == ({"a": "Two.", "b": "One."}, [gone.format(1, "a", 3)])
    replaced = kept(("a", "One."), ("b", "Two."), ("b", "One."))
    assert replaced == ({"a": "One."}, [gone.format(2, "b", 3), copy.format(3, "b", "a")])
    assert kept(("a", "One."), ("a", "One. ")) == ({"a": "One. "}, [copy.format(1, "a", "a")])


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_collection_of_one_article_of_one_language(
    tmp_path: Path, word_encoder: Encoder, language: str
) -> None:
    only = next(article for article in ARTICLES if article.language == language)
    searcher = build(tmp_path, word_encoder, [only])
    for question in ("the bank", "السد", "?"):
        [passage] = searcher.search(searcher.understand(question))
        assert passage.article == only
        assert np.isfinite(passage.score)


def test_the_manifest_says_what_the_collection_covers(
    tmp_path: Path, word_encoder: Encoder
) -> None:
    manifest = build(tmp_path, word_encoder).manifest
    assert manifest.articles == 3
    assert manifest.languages == {"ar": 1, "en": 2}
    assert (manifest.first_published, manifest.last_published) == ("2024-05-01", "2024-05-01")
    assert manifest.sources == ["وكالة"]


def test_nothing_to_index_is_an_error_and_leaves_the_old_version(
    tmp_path: Path, word_encoder: Encoder
) -> None:
    before = build(tmp_path, word_encoder).version
    with pytest.raises(EmptyIndexError, match="sanad-corpus read"):
        build_index([], tmp_path, word_encoder)
    assert current_version(tmp_path).id == before


def test_an_open_index_keeps_products_to_one_thread(tmp_path: Path, word_encoder: Encoder) -> None:
    with threadpool_limits(2, user_api="blas"):
        build(tmp_path, word_encoder)
        threads = {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
        assert threads <= {1}  # none are listed where another library is used


def test_no_index(tmp_path: Path, word_encoder: Encoder) -> None:
    with pytest.raises(NoIndexError):
        open_searcher(tmp_path, word_encoder)


def test_an_index_of_another_encoder_is_refused(tmp_path: Path, word_encoder: Encoder) -> None:
    build(tmp_path, word_encoder)

    class Other(type(word_encoder)):  # type: ignore[misc]
        name = "another"

    with pytest.raises(IncompatibleIndexError, match=r"another.*sanad-index build"):
        open_searcher(tmp_path, Other())


def test_a_damaged_vector_file_never_reaches_faiss(tmp_path: Path, word_encoder: Encoder) -> None:
    build(tmp_path, word_encoder)
    vectors = current_version(tmp_path).vectors
    content = bytearray(vectors.read_bytes())
    content[len(content) // 2] ^= 1
    vectors.write_bytes(content)
    with pytest.raises(DamagedIndexError, match=r"vectors\.faiss"):
        open_searcher(tmp_path, word_encoder)


def test_sentences_are_scored_by_the_words_they_share(
    tmp_path: Path, word_encoder: Encoder
) -> None:
    searcher = build(tmp_path, word_encoder)
    query = searcher.understand("Depositors protested.")
    bank = next(p for p in searcher.search(query) if p.article.id == "bank")
    spans = [Span(s.start, s.end) for s in split_sentences(bank.article.text)]
    [scores] = searcher.score_spans(query, [bank], [spans])
    assert len(scores) == 2
    assert scores[1] > scores[0]
    assert bank.match >= max(scores)


@pytest.fixture(scope="module")
def sample_searcher(tmp_path_factory: pytest.TempPathFactory, bundled_encoder: Encoder) -> Searcher:
    rejects: list[object] = []
    articles = list(read_articles([sample_path()], rejects.append))
    assert rejects == []
    return build(tmp_path_factory.mktemp("sample"), bundled_encoder, articles)


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("what is US policy on normalization with Assad", "sample-2023-us-no-normalization"),
        ("ما موقف واشنطن من التطبيع مع الأسد؟", "sample-2024-us-position-turkey-contacts"),
        ("Who signed the memorandum on four zones?", "sample-2017-astana-de-escalation-zones"),
        ("من قاد الوفد الأميركي إلى دمشق في ديسمبر 2024؟", "sample-2024-us-diplomats-damascus"),
        ("How many cruise missiles hit Shayrat?", "sample-2017-shayrat-strike"),
        ("كم دولة وافقت على تعليق مشاركة سوريا؟", "sample-2011-arab-league-suspension"),
    ],
)
def test_the_right_sample_article_is_among_the_first_three(
    sample_searcher: Searcher, question: str, article: str
) -> None:
    distinct = list(dict.fromkeys(found(sample_searcher, question)))
    assert article in distinct[:3]


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("latest on the Shayrat strike", "sample-2017-shayrat-strike"),
        ("ما آخر أخبار ضربة الشعيرات؟", "sample-2017-shayrat-strike"),
        (
            "Are the four de-escalation zones still in force?",
            "sample-2017-astana-de-escalation-zones",
        ),
    ],
)
def test_a_newer_report_on_another_matter_is_not_the_latest(
    sample_searcher: Searcher, question: str, article: str
) -> None:
    assert found(sample_searcher, question)[0] == article


def test_where_both_languages_tell_of_it_the_questions_own_comes_first_and_else_the_other(
    tmp_path: Path, bundled_encoder: Encoder
) -> None:
    english = Article(
        "bridge",
        "The works ministry closed the bridge in Tell Amara on 3 May: two piers have cracks.",
        "en",
        title="Tell Amara bridge closed",
    )
    arabic = Article(
        "jisr",
        "أغلقت وزارة الأشغال جسر تل عمارة في 3 أيار بعد العثور على تصدعات في دعامتين.",
        "ar",
        title="إغلاق جسر تل عمارة",
    )
    asked = {"en": "Why was the bridge in Tell Amara closed?", "ar": "لماذا أُغلق جسر تل عمارة؟"}
    own = {"en": english, "ar": arabic}
    both = build(tmp_path / "both", bundled_encoder, [*ARTICLES, english, arabic])
    for language, question in asked.items():
        assert found(both, question)[0] == own[language].id
        [only] = [article for article in own.values() if article.language != language]
        other = build(tmp_path / f"no-{language}", bundled_encoder, [*ARTICLES, only])
        assert found(other, question)[0] == only.id


def test_offsets_hold_in_every_passage(sample_searcher: Searcher) -> None:
    for passage in sample_searcher.search(sample_searcher.understand("سوريا"), top=100):
        assert passage.text.strip() == passage.text != ""
