"""What the two databases do differently, and nothing else: engine, locks, bulk writes, and triggers."""
