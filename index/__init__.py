"""The index: articles in, ranked passages out. Reads no environment, knows no Telegram."""
