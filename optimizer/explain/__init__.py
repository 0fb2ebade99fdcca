"""Why here, why not, why unplaced, which demands clash: facts of a plan, or proofs beside them."""
