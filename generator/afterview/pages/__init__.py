"""Decide which pages a portfolio has, and what each is told; the only room that knows addresses."""
