"""HTTP: turns requests into commands and tables into answers."""
