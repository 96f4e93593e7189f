"""The bare stack: the smallest site on contrib.auth with the same steps, and nothing that guards them."""
