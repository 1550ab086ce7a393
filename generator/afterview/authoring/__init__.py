"""Write new files into a portfolio: from templates and the starter, what others sent, exports, editor settings."""
