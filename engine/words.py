"""What a result means, whether it is good here, and what to try: for people, from records alone."""

from __future__ import annotations

from engine.records import Record


class Words(Record):
    """Three answers, each a sentence or two; `try_next` is empty where nothing is to be done.

    Parameters
    ----------
    meaning : str
        What the numbers say.
    judgement : str
        Whether that is good here.
    try_next : str
        What to do about it.
    is_concern : bool
        Whether somebody should look before using the model.
    """

    meaning: str
    judgement: str
    try_next: str = ""
    is_concern: bool = False
