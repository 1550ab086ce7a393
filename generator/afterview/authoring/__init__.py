"""Make new files in a person's portfolio: interviews from templates, the starter, editor settings."""
