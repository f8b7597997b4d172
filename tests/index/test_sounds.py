"""Names of the news in two scripts: those that are one meet, those that are not do not."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from corpus.normalization import words
from index.sounds import ARTICLES, SAME, readings, similarity

Name = tuple[list[str], list[str]]
FILES = ["names.tsv", "names_more.tsv", "names_unseen.tsv"]
FLOORS = [0.95, 0.92, 0.95]

# Ordinary words that the languages do not share (bank, lira, dollar and gas they do).
ARABIC_WORDS = words(
    """
    الحكومة الرئيس اجتماع وزارة الخارجية مدينة قتلى جرحى انفجار اقتصاد انتخابات مجلس الأمن قرار
    مفاوضات هدنة سلام حرب جيش قوات طائرة صاروخ حدود لاجئين مساعدات مستشفى مدرسة جامعة طلاب عمال
    نفط أسعار شركة سوق بحر نهر جبل شارع مطار ميناء جسر قطار سيارة شرطة محكمة قاضي سجن حكم قانون
    دستور برلمان نائب حزب معارضة مظاهرة احتجاج إضراب فيضان زلزال حريق مطر حرارة مرض لقاح طبيب دواء
    ماء كهرباء طعام خبز قمح زراعة مزارع حيوان كلب طفل امرأة رجل أسرة بيت منزل عمل راتب سنة شهر يوم
    صباح ليل قال أعلن أكد أضاف ذكر دعا رفض قبل وصل غادر زار التقى بحث ناقش
"""
)
ENGLISH_WORDS = words(
    """
    government president meeting ministry foreign city killed wounded explosion economy elections
    council security decision negotiations truce peace war army forces plane missile border
    refugees aid hospital school university students workers oil prices company market sea river
    mountain street airport port bridge train car police court judge prison rule law constitution
    parliament deputy party opposition demonstration protest strike flood earthquake fire rain heat
    disease vaccine doctor medicine water electricity food bread wheat farming farmer animal dog
    child woman man family house home work salary year month day morning night said announced
    confirmed added mentioned called refused accepted arrived left visited met discussed
"""
)


def names(file: str) -> list[Name]:
    """Return the Latin and the Arabic spellings of each name of a file."""
    lines = Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(latin.split("|"), arabic.split("|")) for latin, arabic in rows]


def pairs(of: list[Name]) -> Iterator[tuple[str, str]]:
    for latin, arabic in of:
        yield from product(latin, arabic)


def name_keys(word: str) -> frozenset[str]:
    """Return the consonants that a folded word may sound like, clitics and article on and off."""
    return frozenset(reading.key for reading in readings(word))


def same_name(one: str, other: str) -> bool:
    """Return whether two names of one or more words, in either script, may be one.

    Their words match in order, articles left out. Up to three words of one may be up to three of
    the other written together, as in «Hezbollah» and «حزب الله».
    """
    ours, theirs = _parts(one), _parts(other)
    matched = {(0, 0)}  # how many words of each, from the first on
    for i, j in product(range(1, len(ours) + 1), range(1, len(theirs) + 1)):
        if any(
            (i - a, j - b) in matched
            and similarity("".join(ours[i - a : i]), "".join(theirs[j - b : j])) >= SAME
            for a, b in product((1, 2, 3), repeat=2)
        ):
            matched.add((i, j))
    return bool(ours) and (len(ours), len(theirs)) in matched


def _parts(name: str) -> list[str]:
    return [word for word in words(name) if word not in ARTICLES]


# 346 of 361, 162 of 175 and 76 of 80. The rules were written with the first file in view; of the
# second 155 met before some were changed for it; the third was written last, and nothing changed.
@pytest.mark.parametrize(("file", "floor"), list(zip(FILES, FLOORS, strict=True)))
def test_spellings_of_one_name_meet(file: str, floor: float) -> None:
    met = [same_name(latin, arabic) for latin, arabic in pairs(names(file))]
    assert sum(met) / len(met) >= floor


def test_different_names_do_not_meet() -> None:
    every = [name for file in FILES for name in names(file)]
    confused = [
        (latin[0], arabic[0])
        for (latin, own), (other, arabic) in product(every, repeat=2)
        if own[0] != arabic[0] and latin[0] != other[0] and same_name(latin[0], arabic[0])
    ]
    assert len(every) > 480
    assert len(confused) <= 12, confused  # of 240,000


def test_ordinary_words_do_not_meet() -> None:
    every = product(ENGLISH_WORDS, ARABIC_WORDS)
    confused = [(english, arabic) for english, arabic in every if same_name(english, arabic)]
    assert len(confused) <= 2, confused  # of 10,000


@pytest.mark.parametrize(
    "spellings",
    [
        "khaled khalid خالد وخالد لخالد",
        "blinken بلينكن وبلينكن لبلينكن",
        "jaramana jaramanah جرمانا بجرمانا",
        "qamishli kamishli القامشلي والقامشلي بالقامشلي للقامشلي",
        "gaddafi qaddafi قذافي القذافي",
        "ruvenia ruvenian روفينيا الروفيني روفينية",
    ],
)
def test_every_spelling_meets_every_other(spellings: str) -> None:
    for one, other in product(words(spellings), repeat=2):
        assert similarity(one, other) >= SAME, (one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("محمد", "محمود"), ("mohammed", "محمود"), ("hassan", "حسين"), ("salah", "صالح")],
)
def test_names_that_differ_in_vowels_are_less_alike(one: str, other: str) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert similarity(one, other) < similarity(one, one) == 1


def test_keys_are_consonants_with_and_without_what_may_be_a_clitic() -> None:
    assert name_keys("biden") == {"BDN"}
    assert name_keys("بلينكن") == {"BLNKN", "BLNGN", "LNKN", "LNGN"}
    assert name_keys("وبالمنار") == {"WBLMNR", "MNR"}


@pytest.mark.parametrize("word", ["", "a", "اي", "москва", "東京", "h", "ли"])
def test_a_word_without_two_consonants_has_no_key(word: str) -> None:
    assert name_keys(word) == frozenset()
    assert similarity(word, "بلينكن") == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khalid", "خالد بن الوليد"),
        ("Khalid bin Walid", "خالد"),
        ("Vedant Patel", "باتيل فيدانت"),
        ("", "خالد"),
    ],
)
def test_names_of_more_or_other_words_are_not_the_same(one: str, other: str) -> None:
    assert not same_name(one, other)
