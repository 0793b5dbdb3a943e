"""Schema of the core, in order."""
