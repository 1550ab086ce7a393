"""The way to a branch of a git repository, from which GitHub Pages and others serve a site."""
