"""Passages in, one `Answer` with verified quotes out. Knows nothing of Telegram."""
