"""What happens: one module per step; the only folder that knows page and engine.

Importing the package registers every callback, of the steps and of their parts,
so that no module can be forgotten here.

A part of the page that goes is drawn as ``[]``, not as ``None``: Dash 4.4 goes on
looking for the components that ``None`` took away, and an answer that comes late
for one of them breaks off all that was to be drawn with it.
"""

from importlib import import_module
from pkgutil import iter_modules

for _found in iter_modules(__path__):
    import_module(f"callbacks.{_found.name}")
