"""The book: executed notebooks → pages, every number accounted for, published in one step. Runs nothing."""
