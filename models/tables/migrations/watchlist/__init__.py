"""Steps of `watchlist.db`."""
