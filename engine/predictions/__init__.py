"""What a model says of new rows: read as its training rows were, answered, and flagged.

The rows come as JSON, as a file, or as another dataset (`given`). Each value becomes
what the column of that name held in training. What the model has never seen of the
like (`flags`) is said row by row, and nothing is refused for it.
"""
