"""The Excel report: its sheets, charts and looks, and reading a delivered one back."""
