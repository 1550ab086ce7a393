"""Turn pages into text; the only room that knows Jinja2 and the layouts."""
