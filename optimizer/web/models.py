"""The tables of the database."""

from optimizer.web.runs.run import Run
from optimizer.web.workbooks.upload import Upload

__all__ = ["Run", "Upload"]
