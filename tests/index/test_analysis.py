"""Words that mean one thing give one term, in both languages."""

import pytest

from index.analysis import analyse


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("بالصبر", "الصبر"),
        ("للتطبيع", "التطبيع"),
        ("والتطبيع", "تطبيع"),
        ("فالقرار", "القرار"),
        ("والكتاب", "كتاب"),
        ("وبالقرار", "القرار"),
        ("لدمشق", "دمشق"),
        ("ولدمشق", "بدمشق"),
        ("لسوريا", "سورية"),
        ("ببيروت", "بيروت"),
        ("للبنان", "لبنان"),
        ("وبلبنان", "لبنان"),
        ("بفلسطين", "فلسطين"),
        ("لصبر", "صبر"),
        ("لبوتين", "بوتين"),
        ("الفلسطينية", "فلسطينية"),
        ("البرلمان", "برلمان"),
        ("اللاعبين", "لاعبين"),
        ("كتابهم", "كتاب"),
        ("بقرارها", "القرار"),
        ("مسئول", "المسؤول"),
        ("شئون", "شؤون"),
        ("الأسد", "الاسد"),
        ("السد", "سد"),
        ("للسد", "بالسد"),
        ("والحج", "حج"),
        ("وزراء", "وزرا"),
        ("شيء", "شئ"),
        ("مبادئ", "مبادىء"),
        ("قراءة", "قراة"),
        ("إنتخابات", "انتخابات"),
        ("لإعادة", "إعادة"),
        ("إعادة", "اعاده"),
        ("العَلَاقَات", "العلاقات"),
        ("٢٢٥٤", "2254"),
        ("sanctions", "sanction"),
        ("normalizing", "Normalization"),
        ("U.S.", "US"),
    ],
)
def test_same_term(one: str, other: str) -> None:
    assert analyse(one) == analyse(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("دمشق", "بيروت"),
        ("لبنان", "ليبيا"),
        ("قرار", "قراصنة"),
        ("تركيا", "كوريا"),
        ("الله", "له"),
        ("لقاء", "بقاء"),
    ],
)
def test_different_terms(one: str, other: str) -> None:
    assert analyse(one) != analyse(other)


@pytest.mark.parametrize("question", ["what is it", "ما هو هذا", "شو هيدا اللي", "متى كان ذلك"])
def test_question_words_are_no_terms(question: str) -> None:
    assert len(analyse(question)) <= 1


def test_repetitions_and_order_are_kept() -> None:
    assert analyse("Damascus, then Aleppo, then Damascus") == ["damascus", "aleppo", "damascus"]
