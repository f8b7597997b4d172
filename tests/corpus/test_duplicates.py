from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from corpus.article import Article
from corpus.duplicates import SKETCH, first_reports, sketch
from tests.bridge import ARABIC, LATER, POST, WIRE


def groups(articles: Iterable[Article]) -> dict[str, set[str]]:
    """Return the articles that report the same, by the first report of each group."""
    given = list(articles)
    sketches = np.array([sketch(article) for article in given], SKETCH)
    members: dict[str, set[str]] = defaultdict(set)
    firsts = first_reports([article.id for article in given], sketches).tolist()
    for article, first in zip(given, firsts, strict=True):
        members[given[first].id].add(article.id)
    return {first: ids for first, ids in members.items() if len(ids) > 1}


def test_two_papers_on_one_event_are_linked() -> None:
    assert groups([POST, WIRE]) == {"post": {"post", "wire"}}


def test_a_later_report_on_the_matter_is_not_linked() -> None:
    assert groups([POST, LATER, ARABIC]) == {}


@pytest.mark.parametrize("published", ["", "2019-01-01", "2024-07-01"])
def test_a_copy_is_linked_whenever_it_appears(published: str) -> None:
    text = POST.text.replace("brass band", "big speech").replace("tonight", "on Friday")
    copy = replace(POST, id="copy", published=published, text=f"{text} Reporting by C. Wren.")
    [linked] = groups([POST, copy]).values()
    assert linked == {"post", "copy"}


def test_own_words_of_one_source_are_an_update_and_not_linked() -> None:
    assert groups([POST, replace(WIRE, source="Harbour Post")]) == {}


def test_own_words_without_a_date_are_not_linked() -> None:
    assert groups([POST, replace(WIRE, published="")]) == {}


def test_a_few_words_are_too_little_to_go_by() -> None:
    short = [
        replace(POST, id=source, source=source, text="Esterby's bridge is open again.")
        for source in "ab"
    ]
    assert groups(short) == {}


def test_order_makes_no_difference_and_the_first_report_leads() -> None:
    for order in permutations((WIRE, POST, LATER, ARABIC)):
        assert groups(order) == {"post": {"post", "wire"}}


def test_a_crowd_of_copies_is_one_group() -> None:
    crowd = [replace(POST, id=f"{n:03}", text=f"{POST.text} Copy {n}.") for n in range(100)]
    assert groups(crowd) == {"000": {article.id for article in crowd}}


def test_a_sketch_depends_on_the_article_alone() -> None:
    again = sketch(replace(POST))
    sketch(WIRE)
    assert sketch(POST) == again
    assert again["minima"].tolist() != sketch(WIRE)["minima"].tolist()
