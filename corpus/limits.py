"""How much of anything is taken; what goes beyond is refused, never cut.

A collection may be of any size: it is read file by file, and `.jsonl` line by line. What one
article or one file may hold is bounded, so that none can exhaust the memory.
"""

MIB = 2**20

LONGEST_LINE = 16 * MIB  # bytes, of a .jsonl file
LARGEST_JSON = 64 * MIB  # bytes, of a .json file, which is held in memory several times over
LARGEST_PAGE = 16 * MIB  # bytes, of a .md, .txt or .html file
DEEPEST_JSON = 100  # objects and lists inside one another
MOST_ATTRIBUTES = 1_000  # of an HTML element
LONGEST_FRONT_MATTER = 20_000  # characters

LONGEST_FIELD = {"id": 200, "title": 1_000, "url": 2_000, "source": 200}  # characters
