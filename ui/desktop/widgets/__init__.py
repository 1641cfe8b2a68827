"""Small widgets, one a file. Each is given a view, shows it, and emits signals; none knows another."""
