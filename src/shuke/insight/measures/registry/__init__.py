"""Every measure declared: its names, its columns, what may be asked of it. The SQL beside it says how it is taken."""
