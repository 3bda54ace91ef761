"""What happens: one module per step; the only folder that knows page and engine.

Importing the package registers every callback, of the steps and of their parts,
so that no module can be forgotten here.
"""

from importlib import import_module
from pkgutil import iter_modules

for _found in iter_modules(__path__):
    import_module(f"callbacks.{_found.name}")
