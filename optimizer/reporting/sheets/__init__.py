"""One module per sheet of the report, or per two that belong together."""
