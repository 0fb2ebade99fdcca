"""A file to sheets of cells: what it really is, whether it may be opened, how it is read."""
