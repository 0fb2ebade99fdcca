"""What a run gave as plain values for a page to show: the report's own tables and sentences."""

from optimizer.reporting.screen.screen import screen_of, screen_of_faults
from optimizer.reporting.screen.shown import shown

__all__ = ["screen_of", "screen_of_faults", "shown"]
