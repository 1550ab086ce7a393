"""Afterview turns interview feedback, one Markdown file per interview, into a browsable portfolio."""

__version__ = "0.1.0"
