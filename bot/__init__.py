"""The bot: questions in, cited answers out, on the command line and on Telegram."""
