"""Template tags of the result screens."""
