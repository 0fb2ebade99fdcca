"""Cells to values: numbers with units, dates, words of a vocabulary, and what was made of them."""
