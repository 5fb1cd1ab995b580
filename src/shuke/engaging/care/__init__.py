"""The care log: what passed between the chain and a member besides buying, and when to come back to it."""
