"""The commands, a file a verb; the only place that prints, asks or exits."""
