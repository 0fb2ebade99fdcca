"""Rows of one kind together: what several cells, rows or sheets say of one thing."""
