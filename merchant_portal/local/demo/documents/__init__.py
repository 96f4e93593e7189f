"""The papers of the demo world, drawn here. Nothing in them is real, and each says so across its face."""
