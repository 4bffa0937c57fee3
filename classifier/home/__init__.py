"""Looks after the home as a whole: a backup of it, its way back, and its way into a new version of the program."""
