"""Parameters: what can be set, what was given where, what is wrong with it, and what is in force."""
