"""The Excel report of a development plan: one module per sheet."""
