"""Property tests that give the same result on every machine, however slow."""

from hypothesis import settings

# No deadline, as a busy machine is no bug; no database, as it would be written into the checkout.
settings.register_profile("repeatable", deadline=None, database=None, derandomize=True)
settings.load_profile("repeatable")
