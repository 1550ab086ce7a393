"""What a year of feedback says: pure arithmetic from a narrowed portfolio to one frozen insight."""
