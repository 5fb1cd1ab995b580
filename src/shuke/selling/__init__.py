"""What is traded: receipts and the ways in which they arrive."""
