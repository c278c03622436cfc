"""Running the chapters: which parameters reach them, which of them are stale, and papermill."""
