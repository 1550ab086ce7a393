"""Publish a site to a branch of a git repository, for GitHub Pages or another server."""
