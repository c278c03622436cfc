"""The book as one file to send: PDF, Word, Excel, EPUB, and its data."""
