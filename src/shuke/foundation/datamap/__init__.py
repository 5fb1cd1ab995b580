"""What is known about each field that speaks of a person: why it is kept, how long, who may see it, how it ends."""
