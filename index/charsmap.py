"""A map from characters to replacements in, SentencePiece's precompiled form of it out.

The form is a double-array trie over the UTF-8 bytes of the characters (Aoe 1989, laid out as in
Darts-clone), followed by the replacements as NUL-terminated strings that the trie's values
point into. `tokenizers.normalizers.Precompiled` reads it.
"""

from collections.abc import Mapping
from itertools import count

import numpy as np
import numpy.typing as npt

_Trie = dict[int, "_Trie | int"]  # under a byte a trie, under 0 the node's own value

_BLOCK = 256
_HAS_VALUE = 1 << 8
_IS_VALUE = 1 << 31
_OFFSETS = 1 << 21


def compile_charsmap(replacements: Mapping[str, str]) -> bytes:
    """Return the precompiled map that makes these replacements.

    Args:
        replacements: a character to its replacement, which may be empty. Neither may hold NUL.
    """
    strings = bytearray()
    root: _Trie = {}
    for character, replacement in sorted(replacements.items()):
        node = root
        for byte in character.encode():
            child = node.setdefault(byte, {})
            assert isinstance(child, dict)
            node = child
        node[0] = len(strings)
        strings += replacement.encode() + b"\0"
    units = _double_array(root)
    return np.uint32(units.nbytes).tobytes() + units.tobytes() + bytes(strings)


def _double_array(root: _Trie) -> npt.NDArray[np.uint32]:
    """Return the trie as Darts-clone units, (n,) uint32, n a multiple of 256.

    The child of the node at `p` for byte `c` stands at `base ^ c`, where `base = p ^ offset`; a
    node's value stands at `base` itself, as if under the byte 0. No two nodes share a base.
    """
    units: dict[int, int] = {}
    taken = {0}
    base = 0
    waiting = [(0, 0, root)]
    while waiting:
        position, label, node = waiting.pop()
        # Ever higher bases waste a little space and need no search for a gap.
        base = next(b for b in count(base + 1) if taken.isdisjoint(b ^ byte for byte in node))
        if position ^ base >= _OFFSETS:
            raise ValueError("too many characters for one map")
        taken.update(base ^ byte for byte in node)
        units[position] = (position ^ base) << 10 | (_HAS_VALUE if 0 in node else 0) | label
        for byte, child in node.items():
            if isinstance(child, int):
                units[base] = _IS_VALUE | child
            else:
                waiting.append((base ^ byte, byte, child))
    array = np.zeros((base // _BLOCK + 1) * _BLOCK, dtype="<u4")
    array[list(units)] = list(units.values())
    return array
