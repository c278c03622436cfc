"""The forms of pictures, one a module; what they share is in canvas.py (the canvas) and bar_style.py (bars,
years, notes)."""
