"""What is remembered of each person: preferences they told us."""
