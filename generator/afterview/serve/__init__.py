"""Show a portfolio as it is being written, to nobody but its author; nothing here writes a file."""
