"""Numbers of a version's chunks in, what its segments hold of them out."""

from collections.abc import Iterator, Sequence

from index.dense import Ids
from index.late_interaction import PassageTokens
from index.ragged import Ragged
from index.segments import EncodedChunks, Places, Segment
from index.token_codec import expand


class ChunkStore:
    """The segments of one version; only what is asked for is read from the files."""

    def __init__(self, places: Places, segments: Sequence[Segment]) -> None:
        self._places = places
        self._rows: list[EncodedChunks] = [segment.rows for segment in segments]

    def tokens(self, chunks: Ids) -> Iterator[PassageTokens]:
        """Yield the tokens of each chunk, in the order given."""
        for segment, row in self._places[chunks].tolist():
            rows = self._rows[segment]
            yield PassageTokens(expand(rows.codes.row(row)), rows.spans.row(row))

    def said_days(self, chunks: Ids) -> Ragged:
        """Return the first and last day of each period that at least one chunk names."""
        places = self._places[chunks].tolist()
        return Ragged.of([self._rows[segment].said.row(row) for segment, row in places])
