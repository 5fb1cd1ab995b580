"""Work that nobody asks for at the moment it is done: the nightly acts, the export, and the worker that runs them."""
