"""The second reading of every plan: from case and plan alone, in plain Python."""
