"""Words of the catalogue in templates."""
