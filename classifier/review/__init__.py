"""The page where people decide: thin, over ``classifier.decisions``; nothing is loaded from anywhere else."""
