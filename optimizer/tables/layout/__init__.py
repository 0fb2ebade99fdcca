"""A sheet to tables and rows: where headers stand, which rows are records, what titles say."""
