"""The manager's own workbook back, with its faults marked in it."""
