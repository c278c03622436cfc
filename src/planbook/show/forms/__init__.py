"""The forms of pictures, one a module; what they share is in frame.py (the canvas) and marks.py (bars,
years, notes)."""
