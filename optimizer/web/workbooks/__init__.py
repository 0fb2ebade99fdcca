"""Uploads: limits, what was understood, what is wrong, samples and the template."""
