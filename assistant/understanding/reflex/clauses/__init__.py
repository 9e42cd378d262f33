"""A sentence as clauses: where they part, what they share, what is forbidden, put off or refused in them."""
