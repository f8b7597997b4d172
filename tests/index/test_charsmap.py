"""The precompiled map is held against the reader that it is made for."""

import unicodedata

from tokenizers.normalizers import Precompiled

from index.charsmap import compile_charsmap


def test_replacements_are_made_and_the_rest_is_left() -> None:
    normalizer = Precompiled(compile_charsmap({"ﻻ": "لا", "½": "1/2", "\t": " ", "\u0007": ""}))
    assert normalizer.normalize_str("a\tﻻ\u0007½é") == "a لا1/2é"


def test_every_compatibility_character_of_the_basic_plane() -> None:
    characters = [chr(code) for code in range(0xA0, 0xD800)] + [
        chr(code) for code in range(0xE000, 0x10000)
    ]
    compatible = {c: unicodedata.normalize("NFKC", c) for c in characters}
    replacements = {c: n for c, n in compatible.items() if n != c}
    normalizer = Precompiled(compile_charsmap(replacements))
    wrong = [c for c, expected in compatible.items() if normalizer.normalize_str(c) != expected]
    assert len(replacements) > 2900
    assert wrong == []
