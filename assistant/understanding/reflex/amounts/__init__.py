"""Numbers, quantities and times in words, both languages."""
