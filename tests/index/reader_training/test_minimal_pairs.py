"""Questions with a word changed: what is changed, and what it becomes."""

from random import Random

from index.reader_training.examples import WrittenPassage, WrittenQuestion
from index.reader_training.minimal_pairs import SWAPPED, swapped

TEXT = (
    "A court in Velmar sentenced Tarek Munsif on Tuesday to 12 years. His partner Dalia Korim got "
    "15 years in 2021; the judge, Nadim Shaval, spoke for three hours."
)


def change(q: str, answer: str, *others: WrittenQuestion, text: str = TEXT) -> set[str]:
    """Return what the question becomes, over several draws."""
    asked = WrittenQuestion(
        q=q, language="ar" if "ا" in q else "en", answerable=True, answer=answer
    )
    passage = WrittenPassage(
        id="p", language="en", title="", published="", text=text, questions=[asked, *others]
    )
    draws = [swapped(passage, Random(seed)) for seed in range(30)]
    assert all(one.trap == SWAPPED and not one.answerable for d in draws for one in d.values())
    return {draw[q].q for draw in draws if q in draw}


def test_a_name_becomes_another_name_of_the_passage_that_is_not_the_answer() -> None:
    assert change("Where was Tarek Munsif tried?", "Velmar") == {
        f"Where was {other} Munsif tried?" for other in ("Dalia", "Korim", "Nadim", "Shaval")
    } | {f"Where was Tarek {other} tried?" for other in ("Dalia", "Korim", "Nadim", "Shaval")}


def test_a_number_becomes_another_of_the_passage_with_as_many_digits() -> None:
    assert change("who got 12 years", "Tarek Munsif") == {"who got 15 years"}


def test_a_year_alone_becomes_one_nearby() -> None:
    assert change("what happened in 2021", "15 years") == {
        f"what happened in {year}" for year in (2018, 2019, 2020, 2022, 2023, 2024)
    }


def test_a_number_without_another_that_could_stand_for_it_stays() -> None:
    # Beside 0 and 1 are only numbers that the question has itself; beside 2 are 3 and 4.
    assert change("who has 0, 1 or 2 boats", "He", text="He has a few.") == {
        "who has 0, 1 or 3 boats",
        "who has 0, 1 or 4 boats",
    }


def test_a_number_in_arabic_digits_stays_in_them() -> None:
    assert change("من نال ١٢ عاما", "Tarek Munsif") == {"من نال ١٥ عاما"}


def test_a_day_becomes_one_that_the_passage_does_not_name() -> None:
    changed = change("what was said on Tuesday", "12 years")
    assert "what was said on Monday" in changed
    assert "what was said on Tuesday" not in changed
    assert all(one.startswith("what was said on ") and one.endswith("day") for one in changed)


def test_an_arabic_name_is_known_by_its_sound() -> None:
    about_dalia = WrittenQuestion(
        q="كم نالت داليا كوريم؟", language="ar", answerable=False, trap="person", near="15 years"
    )
    assert change("كم نال طارق؟ أين", "12 years", about_dalia) == {
        "كم نال داليا؟ أين",
        "كم نال كوريم؟ أين",
    }


def test_what_somebody_asks_already_is_not_made() -> None:
    there = WrittenQuestion(
        q="Who got 15 years", language="en", answerable=True, answer="Dalia Korim"
    )
    assert change("Who got 12 years", "Tarek Munsif", there) == set()


def test_a_question_without_such_a_word_is_left_alone() -> None:
    assert change("how long did the judge speak", "three hours") == set()
