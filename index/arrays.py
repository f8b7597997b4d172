"""The array that each way to search gives and the ranking takes."""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
"""How well each of several chunks, or spans, fits a question; of one dimension, in their order."""
