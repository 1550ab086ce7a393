"""Markdown bodies become sections, points and commitments; alone knows markdown-it-py and Pygments."""
