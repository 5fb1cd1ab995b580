"""Tables of the room, and how they came to be."""
