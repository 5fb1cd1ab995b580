"""What exists: money, time, identity, the database, and the chain's stores, goods, and members."""
