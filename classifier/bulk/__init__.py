"""Tagging in bulk: batches of letters over many processes or machines, the same rows in the same order."""
