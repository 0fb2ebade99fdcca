"""Runs: settings, progress, stop, cancel, report."""
