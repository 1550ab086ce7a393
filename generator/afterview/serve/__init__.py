"""Serve a live preview of a portfolio to its author; nothing here writes a file."""
