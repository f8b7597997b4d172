"""Written questions in, the reader's weights out: `python -m index.reader_training`."""
