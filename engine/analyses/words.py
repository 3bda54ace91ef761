"""What the answer of an analysis means: pure functions of its record."""

from __future__ import annotations

from engine.amounts import share_words
from engine.analyses.dependence import Dependences
from engine.analyses.importance import Importance
from engine.analyses.learning_curve import LearningCurve
from engine.analyses.noise_check import NoiseCheck
from engine.analyses.subgroups import LEVEL, Subgroups
from engine.analyses.weights import Weights
from engine.words import Words


def of_importance(found: Importance) -> Words:
    """Which columns matter, and whether one does alone."""
    needed = [one for one in found.columns if one.matters]
    if not needed:
        return Words(
            meaning="No column can be told from one that the model does not need.",
            judgement="Either columns stand in for each other, or the model has learned little.",
            try_next="Compare its score with the baseline; leave out columns that say the same.",
            tone="warn",
        )
    first = needed[0]
    alone = len(needed) == 1 or needed[1].mean < 0.1 * first.mean
    return Words(
        meaning=f"“{first.column}” matters most; {len(needed)} of {len(found.columns)} columns can "
        "be told from chance.",
        judgement=f"Nearly all hangs on “{first.column}”. Is it known when a prediction is wanted, "
        "or does it give the answer away?"
        if alone
        else "Several columns share the work. Where two say the same, each looks less needed than "
        "both are.",
        try_next=f"Train without “{first.column}” and see what is left." if alone else "",
        tone="warn" if alone else "plain",
    )


def of_weights(found: Weights) -> Words:
    """How to read the weights of a model."""
    first = found.columns[0]
    meaning = f"“{first.column}” has {share_words(first.share)} of all {found.kind}."
    if found.kind == "importances":
        return Words(
            meaning=meaning,
            judgement="They are of the rows the model learned from, and favour columns with many "
            "values: what is lost when a column is shuffled says more about new rows.",
        )
    return Words(
        meaning=meaning,
        judgement="They count on prepared numbers: one standard deviation of a number, or whether "
        "a level is there. Where columns say nearly the same, their weights can be shifted from "
        "one to the other."
        if found.n_classes == 1
        else "They are mean sizes over the classes: which way a feature pulls depends on the "
        "class.",
    )


def of_dependence(found: Dependences) -> Words:
    """How to read the curves."""
    return Words(
        meaning=f"Each curve is the {found.of}, averaged over {found.n_rows:,} rows, when one "
        "column alone is changed.",
        judgement="Lines of single rows that cross show that the effect of a column depends on "
        "others. It is what the model does, not what would happen if the column were changed.",
    )


def of_learning_curve(found: LearningCurve) -> Words:
    """Whether more rows would help."""
    if found.still_rises is None:
        return Words(
            meaning="Too few fits were possible to say how the score grows with the rows.",
            judgement="Small parts of these rows lack a class, or are fewer than the settings ask.",
            tone="warn",
        )
    last = found.points[-1]
    return Words(
        meaning=f"The curve ends at {last.n_rows:,} rows, over {found.n_folds} folds.",
        judgement="The score still grows with the rows."
        if found.still_rises
        else "The last rows made no difference that can be told from luck.",
        try_next="More rows like these would probably help."
        if found.still_rises
        else "Better columns or another algorithm will help more than more rows.",
    )


def of_noise_check(found: NoiseCheck) -> Words:
    """Whether the model does better than on shuffled answers."""
    trials = len(found.shuffled)
    as_good = round(found.p_value * (1 + trials)) - 1
    mean, score = sum(found.shuffled) / trials, found.score
    meaning = (
        f"On {found.n_rows:,} rows the training reaches {score:.3f}; with shuffled answers it "
        f"reaches {mean:.3f} on average, and as much in {as_good} of {trials} shuffles."
    )
    if found.p_value < LEVEL:
        return Words(
            meaning=meaning,
            judgement="There is something to learn in these columns, and it was learned.",
            tone="good",
        )
    return Words(
        meaning=meaning,
        judgement="That is no better than guessing can be: there may be nothing to learn here.",
        try_next="Bring other columns or more rows before this model is used for anything.",
        tone="warn",
    )


def of_subgroups(found: Subgroups) -> Words:
    """Whether a group is clearly served worse."""
    clear = [one for one in found.groups if one.clear]
    if not clear:
        return Words(
            meaning=f"Of {found.n_groups:,} groups looked at, none is clearly served worse than "
            "the others.",
            judgement="Differences between groups are no larger than luck gives.",
        )
    worst = clear[0]
    return Words(
        meaning=f"Where {worst.column} is {worst.group}, the {found.error} is "
        f"{worst.error:.3g} on {worst.n_rows:,} rows, against {worst.error_of_others:.3g} "
        "elsewhere.",
        judgement=f"{len(clear)} of {found.n_groups:,} groups are clearly served worse, also when "
        "it is counted how many were looked at.",
        try_next="Look at those rows: another column, or more rows of that kind, may help. Do not "
        "use the model for them unseen.",
        tone="warn",
    )
