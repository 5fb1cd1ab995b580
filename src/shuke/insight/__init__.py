"""What is learnt: facts in a warehouse, and the measures taken from them."""
