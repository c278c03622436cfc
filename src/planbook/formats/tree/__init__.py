"""The document trees of all chapters as one book on paper: what Typst and Word both know of them.

doctrees ──builder──▶ in reading order ──walk──▶ a format's own writer
                                          │
                                    tables, widths, text
"""
