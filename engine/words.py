"""What a result means, whether it is good here, and what to try: for people, from records alone."""

from __future__ import annotations

from typing import Literal

from engine.records import Record

Tone = Literal["good", "plain", "warn"]


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
    tone : {"good", "plain", "warn"}
        "warn": somebody should look before using the model.
    """

    meaning: str
    judgement: str
    try_next: str = ""
    tone: Tone = "plain"
