"""What people decide about letters, in a database of the office's own: the truth that is counted and learned from."""
