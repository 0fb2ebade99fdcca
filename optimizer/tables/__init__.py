"""Workbook to tables: schema, reading, validation, template and writing."""
