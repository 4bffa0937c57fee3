"""The model: sentence scores lifted to the letter, heads for kind, area and unit, cut-offs, groups."""
