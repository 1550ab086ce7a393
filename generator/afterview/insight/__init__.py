"""Compute what the feedback shows: pure arithmetic from a narrowed portfolio to one frozen insight."""
