"""What is drawn: one module per step, the shell around them, and shared parts.

Nothing here calls the engine or answers to a click. A module's `ids` class
holds the ids of what it draws; `callbacks` imports them from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import parse_qsl, urlencode

StepKey = Literal["data", "prepare", "train", "results", "compare", "export"]
Need = Literal["nothing", "dataset", "model"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way from a file to a model.

    Parameters
    ----------
    key : str
        Name of the step's module in `components` and in `callbacks`.
    path : str
        Its address.
    title : str
        What the stepper and the browser's tab call it.
    summary : str
        What it is for, in one sentence.
    needs : {"nothing", "dataset", "model"}
        What there has to be before it can be opened.
    closed : str
        What to do when that is missing, in one sentence.
    """

    key: StepKey
    path: str
    title: str
    summary: str
    needs: Need = "nothing"
    closed: str = ""


STEPS: Final[tuple[Step, ...]] = (
    Step(
        "data",
        "/data",
        "Data",
        "Bring a CSV file or take a sample, and see what was read.",
    ),
    Step(
        "prepare",
        "/prepare",
        "Prepare",
        "Say what to predict, from which columns, and how the model is judged.",
        needs="dataset",
        closed="Choose a dataset on the Data step first.",
    ),
    Step(
        "train",
        "/train",
        "Train",
        "Choose algorithms and watch them learn.",
        needs="dataset",
        closed="Choose a dataset on the Data step first.",
    ),
    Step(
        "results",
        "/results",
        "Results",
        "See how good one model is, and where it errs.",
        needs="model",
        closed="Train a model first.",
    ),
    Step(
        "compare",
        "/compare",
        "Compare",
        "Put models side by side and see which differences are real.",
    ),
    Step(
        "export",
        "/export",
        "Export",
        "Take a model with you: the file, what trained it, and how to use it.",
        needs="model",
        closed="Train a model first.",
    ),
)


def step(key: StepKey) -> Step:
    """The step with this key."""
    return next(entry for entry in STEPS if entry.key == key)


def step_at(path: str | None) -> Step | None:
    """The step at this address, ``None`` when there is none; the root is the first step."""
    if path in (None, "", "/"):
        return STEPS[0]
    return next((entry for entry in STEPS if entry.path == str(path).rstrip("/")), None)


def query(search: str | None) -> dict[str, str]:
    """What an address looks at: ``"?dataset=1"`` -> ``{"dataset": "1"}``."""
    return dict(parse_qsl((search or "").removeprefix("?")))


def search(**looked_at: str | None) -> str:
    """The other way round; what is ``None`` or empty is left out."""
    present = {name: value for name, value in looked_at.items() if value}
    return f"?{urlencode(present, safe=',')}" if present else ""


def href(key: StepKey, **looked_at: str | None) -> str:
    """Address of a step that looks at these things: ``href("results", model="1")``."""
    return step(key).path + search(**looked_at)
