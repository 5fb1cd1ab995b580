"""Who may ask: one door for each audience, each with its declared rights."""
