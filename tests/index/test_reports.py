"""Reports of the same, from the build that links them to the passage that stands for them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.duplicates import sketch
from index.__main__ import main
from index.building import build_index
from index.evaluation import evaluate, search_all
from index.passage import OtherReport, Passage
from index.questions import JudgedQuestion
from index.reports import fold_reports
from index.rollback import roll_back
from index.search import open_searcher
from index.versions import current_version
from tests.bridge import ARABIC, LATER, POST, WIRE
from tests.conftest import WordEncoder

QUESTION = "Which brass band played when the harbour bridge opened again on Monday?"
OTHER_WIRE = OtherReport("wire", WIRE.title, WIRE.url, "Coast Wire", "2024-07-02T06:00")
ENCODER = WordEncoder()


@pytest.fixture
def sketched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the articles sketched from now on."""
    ids: list[str] = []

    def noted(article: Article) -> object:
        ids.append(article.id)
        return sketch(article)

    monkeypatch.setattr("index.layout.sketch", noted)
    return ids


def search(directory: Path, question: str = QUESTION, top: int = 10) -> list[Passage]:
    searcher = open_searcher(directory, ENCODER)
    return searcher.search(searcher.understand(question), top)


def test_only_what_is_new_is_sketched_and_the_files_are_those_of_one_build(
    tmp_path: Path, sketched: list[str]
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    final = [LATER, replace(POST, url="https://example.org/post"), WIRE, ARABIC]
    assert build_index([POST, LATER, ARABIC], one, ENCODER).linked == 0
    sketched.clear()
    assert build_index(final, one, ENCODER).linked == 2
    assert sorted(sketched) == ["post", "wire"]
    sketched.clear()
    assert build_index(final, one, ENCODER).linked == 2
    assert sketched == []
    build_index(final, other, ENCODER)
    first, second = current_version(one), current_version(other)
    assert first.sketches.read_bytes() == second.sketches.read_bytes()
    assert first.reports.read_bytes() == second.reports.read_bytes()


def test_links_go_with_an_article_and_come_back_with_a_rollback(
    tmp_path: Path, sketched: list[str]
) -> None:
    build_index([POST, WIRE, LATER], tmp_path, ENCODER)
    sketched.clear()
    assert build_index([WIRE, LATER], tmp_path, ENCODER).linked == 0
    assert sketched == []
    assert search(tmp_path)[0].also == ()
    roll_back(tmp_path)
    assert search(tmp_path)[0].also == (OTHER_WIRE,)
    assert build_index([POST, WIRE, LATER], tmp_path, ENCODER).linked == 2


def test_a_passage_stands_for_another_paper_that_says_the_same(tmp_path: Path) -> None:
    build_index([POST, WIRE, LATER, ARABIC], tmp_path, ENCODER)
    passages = search(tmp_path)
    assert [passage.article.id for passage in passages] == ["post", "later", "ar"]
    assert [passage.rank for passage in passages] == [1, 2, 3]
    assert [passage.also for passage in passages] == [(OTHER_WIRE,), (), ()]
    assert [passage.also for passage in search(tmp_path, top=1)] == [(OTHER_WIRE,)]


def test_the_better_passage_leads(tmp_path: Path) -> None:
    build_index([POST, WIRE], tmp_path, ENCODER)
    [passage] = search(tmp_path, "A lane for cyclists follows")
    assert passage.article.id == "wire"
    assert [other.article_id for other in passage.also] == ["post"]


def test_papers_that_contradict_each_other_are_both_shown(tmp_path: Path) -> None:
    other = replace(WIRE, text=WIRE.text.replace("40 million", "52 million"))
    assert build_index([POST, other], tmp_path, ENCODER).linked == 2
    passages = search(tmp_path)
    assert {passage.article.id for passage in passages} == {"post", "wire"}
    assert [passage.also for passage in passages] == [(), ()]


def test_folding_by_hand() -> None:
    texts = ["red bridge opened", "red bridge open", "green ferry", "red bridge 7", "red bridge 9"]
    ranked = [(3, 1, 0), (0, 0, 0), (1, 0, 0), (2, 2, 0), (4, 2, 0)]  # chunk, article, report
    # 0 and 1 say what 3 does: 2 words of 4; 2 shares none; 4 has another figure than 3, not than 0.
    assert fold_reports(ranked, lambda chunk: texts[chunk]) == {3: [0, 1], 2: [], 4: []}
    apart = [(chunk, article, article) for chunk, article, _ in ranked]
    assert list(fold_reports(apart, lambda chunk: texts[chunk])) == [3, 0, 1, 2, 4]


def test_others_are_listed_by_day_the_undated_last(tmp_path: Path) -> None:
    copies = [
        replace(POST, id=name, text=f"{POST.text} By {name}.", published=day)
        for name, day in (("undated", ""), ("late", "2025-01-01"), ("early", "2024-07-02"))
    ]
    build_index([POST, *copies], tmp_path, ENCODER)
    [passage] = search(tmp_path, f"{QUESTION} By undated")
    assert passage.article.id == "undated"
    assert [other.article_id for other in passage.also] == ["post", "early", "late"]


def test_a_report_counts_as_found_where_a_passage_names_it(tmp_path: Path) -> None:
    build_index([POST, WIRE, LATER], tmp_path, ENCODER)
    questions = [
        JudgedQuestion(id="1", question=QUESTION, relevant=["wire"]),
        JudgedQuestion(id="2", question=QUESTION, relevant=["post", "wire"]),
        JudgedQuestion(id="3", question=QUESTION, relevant=["later"]),
    ]
    [findings] = search_all(questions, open_searcher(tmp_path, ENCODER)).values()
    measures = evaluate(findings).groups[-1].measures
    assert measures["Success@1"] == pytest.approx(2 / 3)
    assert measures["RR@10"] == pytest.approx((1 + 1 + 1 / 2) / 3)  # what is folded takes no rank


def test_the_commands_say_what_is_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("index.encoding.DeferredEncoder", lambda *_: ENCODER)
    monkeypatch.setattr("index.encoding.load_encoder", lambda *_: ENCODER)
    monkeypatch.setenv("SANAD_INDEX", str(tmp_path / "index"))
    articles = tmp_path / "articles.jsonl"
    rows = (
        {"id": a.id, "text": a.text, "source": a.source, "published": a.published}
        for a in (POST, WIRE, LATER)
    )
    articles.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def said(*command: str) -> str:
        assert main(command) == 0
        return capsys.readouterr().out

    built = said("build", "--corpus", str(articles))
    assert ", 2 articles linked as near-duplicates\n" in built
    assert "\nlinked     2 as near-duplicates\n" in said("info")
    assert json.loads(said("info", "--json"))["linked"] == 2
    assert "\n   also: Coast Wire, 2024-07-02\n\n2. later" in said("search", QUESTION)
    first, second = json.loads(said("search", "--json", QUESTION))["passages"]
    assert first["also"] == [
        {
            "article_id": "wire",
            "title": "",
            "url": "",
            "source": "Coast Wire",
            "published": "2024-07-02T06:00",
        }
    ]
    assert second["also"] == []
