"""Does the report's own arithmetic hold? Claims that the program discovers or an edition adds, each with a
verdict, its reason and its places. Uses `planbook.edition` only."""
