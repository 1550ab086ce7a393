"""Render pages to text; the only package that knows Jinja2 and the layouts."""
