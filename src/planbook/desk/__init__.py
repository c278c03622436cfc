"""A local page: review a draft, rerun the book, without a terminal. Only the command line imports this room.

Read app.py first. What a person decides is in a journal before anybody is told that it holds (journal.py);
what the pages are asked for is judged in security.py before anything else sees it.
"""
