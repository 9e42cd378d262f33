"""`mimosa eval`: cases in, one line a case out, for whoever wants to know how well it works."""
