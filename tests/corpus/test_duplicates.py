from dataclasses import replace
from itertools import permutations

import pytest

from corpus.article import Article
from corpus.duplicates import link_near_duplicates

POST = Article(
    "post",
    "The harbour bridge at Esterby opened again on Monday after three years, with a brass band and "
    "a queue of lorries two kilometres long. Repairs cost 40 million florins, twice what the "
    "harbour office had planned. Its director, Ann Lee, blamed the price of steel. Cyclists may "
    "use the new lane from Thursday. The ferry, which carried 900 passengers a day meanwhile, "
    "makes its last crossing tonight.",
    "en",
    source="Harbour Post",
    published="2024-07-01",
)
# The same event by another paper, in its own words.
WIRE = replace(
    POST,
    id="wire",
    source="Coast Wire",
    published="2024-07-02T06:00",
    text="Lorries queued for two kilometres as Esterby's harbour bridge, closed three years for "
    "repairs, opened again to the sound of a brass band. The bill came to 40 million florins, "
    "twice the plan of the harbour office; director Ann Lee named the price of steel. A lane for "
    "cyclists follows on Thursday, and the ferry with its 900 daily passengers goes out of service "
    "tonight.",
)
# A later report on the matter.
LATER = replace(
    POST,
    id="later",
    source="Coast Wire",
    published="2024-09-15",
    text="Esterby's harbour bridge was closed to lorries again on Sunday when inspectors found "
    "cracks in two of its new bearings. Ann Lee said that the harbour office would ask the builder "
    "to pay. Cars may pass at walking pace. The ferry could return within a week, if a crew can be "
    "hired, and haulers asked for compensation for a detour of seventy kilometres.",
)
ARABIC = Article(
    "ar",
    "أُعيد افتتاح جسر المرفأ في إستربي يوم الاثنين بعد ثلاث سنوات من الإغلاق، على أنغام فرقة نحاسية "
    "وأمام طابور من الشاحنات بلغ طوله كيلومترين. وبلغت كلفة الترميم أربعين مليون فلورين، أي ضعف ما "
    "خططت له إدارة المرفأ. وعزت مديرتها آن لي ذلك إلى ارتفاع أسعار الفولاذ.",
    "ar",
    source="الميناء",
    published="2024-07-01",
)


def test_two_papers_on_one_event_are_linked() -> None:
    assert link_near_duplicates([POST, WIRE]) == dict.fromkeys(("post", "wire"), ("post", "wire"))


def test_a_later_report_on_the_matter_is_not_linked() -> None:
    assert link_near_duplicates([POST, LATER, ARABIC]) == {}


@pytest.mark.parametrize("published", ["", "2019-01-01", "2024-07-01"])
def test_a_copy_is_linked_whenever_it_appears(published: str) -> None:
    text = POST.text.replace("brass band", "big speech").replace("tonight", "on Friday")
    copy = replace(POST, id="copy", published=published, text=f"{text} Reporting by C. Wren.")
    assert set(link_near_duplicates([POST, copy])) == {"post", "copy"}


def test_own_words_of_one_source_are_an_update_and_not_linked() -> None:
    assert link_near_duplicates([POST, replace(WIRE, source="Harbour Post")]) == {}


def test_own_words_without_a_date_are_not_linked() -> None:
    assert link_near_duplicates([POST, replace(WIRE, published="")]) == {}


def test_a_few_words_are_too_little_to_go_by() -> None:
    short = [
        replace(POST, id=source, source=source, text="Esterby's bridge is open again.")
        for source in "ab"
    ]
    assert link_near_duplicates(short) == {}


def test_order_makes_no_difference_and_the_first_report_comes_first() -> None:
    articles = (WIRE, POST, LATER, ARABIC)
    results = [link_near_duplicates(order) for order in permutations(articles)]
    assert all(result == results[0] for result in results)
    assert results[0]["wire"] == ("post", "wire")


def test_a_crowd_of_copies_is_one_group() -> None:
    crowd = [replace(POST, id=f"{n:03}", text=f"{POST.text} Copy {n}.") for n in range(100)]
    groups = link_near_duplicates(crowd)
    assert len(groups) == 100
    assert set(groups.values()) == {tuple(article.id for article in crowd)}


def test_the_later_of_two_with_one_id_counts() -> None:
    assert link_near_duplicates([POST, WIRE, replace(LATER, id="wire")]) == {}


def test_no_articles_have_no_groups() -> None:
    assert link_near_duplicates([]) == {}
