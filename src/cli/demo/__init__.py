"""An invented district at work: a year calibrated to a published one, and many years for load."""

from cli.demo.doors import ACCOUNTS
from cli.demo.play import Summary, bulk, is_complete, play_demo_year

__all__ = ["ACCOUNTS", "Summary", "bulk", "is_complete", "play_demo_year"]
