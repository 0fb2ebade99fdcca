"""Seeded benchmark cases and the harness that times every phase on them."""
