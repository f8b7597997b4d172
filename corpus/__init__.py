"""Articles: files in, `Article` and `Chunk` records out. Knows nothing of indexes or bots."""
