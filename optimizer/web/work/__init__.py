"""What runs outside the web process: queued work, its child process, taking it up again."""
