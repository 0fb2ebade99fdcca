"""The result screens: templates that show what `optimizer.reporting.screen` gives."""
