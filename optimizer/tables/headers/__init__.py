"""Headers to columns: by words, units, values and context, or by the manager's answer."""
