"""One module per workbook: its ``STORY``, ``write(path)`` and what is read, ``EXPECTED``."""
