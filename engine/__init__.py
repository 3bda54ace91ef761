"""What is true: machine learning without a user interface.

Nothing in this package imports the web: `tests/test_architecture.py` holds it.
"""
