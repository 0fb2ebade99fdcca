"""The rule book: one function per constraint family, arrays in, rows out, no solver."""
