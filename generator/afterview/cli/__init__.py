"""The commands, one file each; the only package that prints, asks or exits."""
