"""Measurements: what the machine at hand does in a second.  `make bench` prints them."""
