"""What happens: one module per step; the only folder that knows page and engine.

Importing the package registers every callback. Which modules those are follows
from the steps, so a new step cannot be forgotten here.
"""

from importlib import import_module

from components import STEPS

for _name in ("shell", *(entry.key for entry in STEPS)):
    import_module(f"callbacks.{_name}")
