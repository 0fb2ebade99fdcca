"""The columns road: whole life paths of projects under prices, for cases of city size."""
