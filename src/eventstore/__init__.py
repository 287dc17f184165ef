"""Where events are kept: the one place that knows how the log is written and read."""
