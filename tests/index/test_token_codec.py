"""Two bits a dimension, and what is left of a cosine."""

import numpy as np
import pytest

from index.statistics import unit
from index.token_codec import compress, expand, rotate

RANDOM = np.random.default_rng(5)
VECTORS = unit(RANDOM.normal(size=(300, 384)).astype(np.float32))


def test_four_coordinates_share_a_byte() -> None:
    codes = compress(VECTORS)
    assert codes.shape == (300, 96)
    assert codes.dtype == np.uint8
    assert expand(codes).shape == VECTORS.shape


def test_rotation_keeps_every_cosine() -> None:
    assert rotate(VECTORS) @ rotate(VECTORS).T == pytest.approx(VECTORS @ VECTORS.T, abs=1e-5)


def test_a_vector_keeps_its_direction() -> None:
    # The squared error of four levels for a normal variable is .1188 of the variance (Max 1960):
    # the cosine with the rounded vector is √(1 - .1188) = .94.
    cosines = np.sum(rotate(VECTORS) * unit(expand(compress(VECTORS))), axis=1)
    assert cosines.mean() == pytest.approx(0.94, abs=0.005)
    assert cosines.min() > 0.9


def test_a_vector_of_one_coordinate_is_spread_over_all() -> None:
    axis = np.eye(384, dtype=np.float32)[:1]
    assert len(set(compress(axis)[0].tolist())) > 20


def test_no_vectors() -> None:
    assert expand(compress(VECTORS[:0])).shape == (0, 384)
