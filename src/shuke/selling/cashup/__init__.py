"""Cash-up: what a shift took, the blind count that closes it, and the Z report that stays."""
