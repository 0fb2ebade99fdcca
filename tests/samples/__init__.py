"""The sample workbooks of ``inputs/``, made from seeded numbers: ``python -m tests.samples``."""
