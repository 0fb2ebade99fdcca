"""The only code that starts a solver: compact road, endings, progress."""
