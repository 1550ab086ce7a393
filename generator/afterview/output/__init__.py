"""Build the site of a portfolio; the only package that writes one."""
