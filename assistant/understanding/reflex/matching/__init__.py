"""From the words of one clause to the pattern that explains all of them, and to the arguments of its tool."""
