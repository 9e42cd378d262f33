"""How the database became what it is: one file for each step, run at start, each in one transaction."""
