"""Decide which pages a portfolio has, and the context of each; the only package that knows addresses."""
