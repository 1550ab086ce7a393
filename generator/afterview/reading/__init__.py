"""From files to a Portfolio: sources, front matter, Markdown, and the checks that bind them together."""
