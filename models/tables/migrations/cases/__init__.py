"""Steps of `cases.db`."""
