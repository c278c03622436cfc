"""The book as one file to send: PDF, Word, Excel, EPUB, its data, and its facts."""
