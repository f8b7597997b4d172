"""Names across scripts over real texts, saved and loaded."""

from pathlib import Path

import numpy as np
import pytest

from index.names import NameIndex, capitalised, content_words, unsaid

TEXTS = [
    "Blinken in Cairo\nAntony Blinken met Khalid Haddad, the minister said.",
    "The minister said that prices would rise. Blinken did not speak of milk.",
    "قال بلينكن في القاهرة إن المفاوضات مع حزب الله مستمرة",
    "أعلن الوزير خالد حداد رفع الأسعار وملك البلاد غائب",
]


@pytest.fixture
def names(tmp_path: Path) -> NameIndex:
    NameIndex.build(TEXTS).save(tmp_path / "names")
    return NameIndex.load(tmp_path / "names")


def found(names: NameIndex, question: str) -> list[int]:
    return np.flatnonzero(names.scores(names.names_in(question))).tolist()


@pytest.mark.parametrize(
    ("question", "chunks"),
    [
        ("What did Blinken say?", [2]),
        ("what did blinken say?", [2]),
        ("Who is Khaled Haddad?", [3]),
        ("Hezbollah", [2]),
        ("ماذا قال بلينكن؟", [0, 1]),
        ("لقاء بلينكن وخالد", [0, 1]),
        ("ما موقف Blinken؟", [2]),
    ],
)
def test_a_name_is_found_in_the_other_script(
    names: NameIndex, question: str, chunks: list[int]
) -> None:
    scores = names.scores(names.names_in(question))
    assert scores.shape == (len(TEXTS),)
    assert scores.dtype == np.float32
    assert found(names, question) == chunks


@pytest.mark.parametrize("question", ["", "؟!", "what is the", "Zanzibar", "milk prices", "2024"])
def test_a_question_without_a_name_said_has_no_scores(names: NameIndex, question: str) -> None:
    assert names.scores(names.names_in(question)).tolist() == [0, 0, 0, 0]


def test_the_score_is_the_share_of_the_names_by_their_rarity(names: NameIndex) -> None:
    # Of the two texts with Latin words both have Blinken and one has Khalid: idf ln 1.2 and ln 2.
    scores = names.scores(names.names_in("خالد بلينكن"))
    assert scores[0] == pytest.approx(1)
    assert scores[1] == pytest.approx(np.log(1.2) / (np.log(1.2) + np.log(2)))


def test_a_word_that_the_texts_write_small_is_no_name(names: NameIndex) -> None:
    assert "milk" not in names.names_in("milk for khalid")
    assert "khalid" in names.names_in("milk for khalid")


def test_capitals_tell_names_where_a_question_has_them(names: NameIndex) -> None:
    assert names.names_in("Which envoy did Bogdan Resnik meet?") == ["bogdan", "resnik"]
    assert names.names_in("which envoy did bogdan resnik meet") == [
        *("envoy", "bogdan", "resnik", "meet")
    ]


def test_the_spellings_that_a_word_was_taken_for_can_be_seen(names: NameIndex) -> None:
    heard = names.spellings("خالد")
    assert {str(names.words[number]): alike for number, alike in heard.items()} == {"khalid": 1}


def test_what_is_frequent_at_home_is_no_rare_name() -> None:
    # Of three texts in each script Hadith and Khalid are in one, خالد in one and حديث in two.
    texts = ["Hadith", "Prices", "Khalid", "حديث خالد", "أسعار", "الحديث"]
    frequent, rare = np.log1p(1.5 / 2.5), np.log1p(2.5 / 1.5)
    names = NameIndex.build(texts)
    scores = names.scores(names.names_in("حديث خالد"))
    assert scores[0] == pytest.approx(frequent / (frequent + rare))
    assert scores[2] == pytest.approx(rare / (frequent + rare))


@pytest.mark.parametrize("texts", [[], ["…", "!"], ["only English"], ["عربي فقط"]])
def test_texts_without_words_of_a_script_can_be_indexed(texts: list[str], tmp_path: Path) -> None:
    NameIndex.build(texts).save(tmp_path)
    names = NameIndex.load(tmp_path)
    for question in ("Blinken", "بلينكن"):
        assert names.scores(names.names_in(question)).tolist() == [0] * len(texts)


def test_names_of_two_words_are_read_as_one_too() -> None:
    assert [word.folded for word in content_words("اغتيال نصر الله")] == [
        *("اغتيال", "نصر", "الله", "نصرالله")
    ]
    assert "عبدالرحمن" in {word.folded for word in content_words("عبد الرحمن")}


def test_vowel_signs_and_apostrophes_part_no_word() -> None:
    text = "تل نُعْمى، Tell Nu’ma, Ta'izz"
    assert [word.folded for word in content_words(text)] == [
        *("تل", "نعمي", "tell", "numa", "taizz")
    ]


def test_a_capital_tells_nothing_at_the_start_of_a_sentence() -> None:
    assert capitalised("Prices rose. Officials met Blinken; Blinken left.") == ["blinken"]


def test_what_a_text_does_not_say_of_the_names() -> None:
    text = "قال بلينكن للصحفيين في القاهرة إن الأميركيين باقون"
    assert unsaid(["Blinken", "Resnik", "القاهرة", "دمشق"], text) == ["Resnik", "دمشق"]
