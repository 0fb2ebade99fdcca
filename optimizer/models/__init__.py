"""From case and rule book to a model: goals, and the compact PuLP model."""
