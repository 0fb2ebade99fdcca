"""Where uploads and runs are kept: whole or not at all."""
