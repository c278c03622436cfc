"""What each command does: its arguments, the call, what it prints and its exit code."""
