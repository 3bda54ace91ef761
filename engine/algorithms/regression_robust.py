"""Linear models for targets that are not like a bell: outliers, quantiles, counts, amounts."""

from engine.algorithms import regression_settings as shared
from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, number

HUBER = AlgorithmConfig(
    key="huber_regressor",
    name="Huber regression",
    task_type="regression",
    family="Linear models",
    description=(
        "A linear model that lets rows far off the line count less, so that a few wild targets do "
        "not bend it. The other rows count as in plain linear regression."
    ),
    use_when="Some targets are wrong or extreme, and a linear model suits otherwise.",
    avoid_when="Extreme targets are real and matter most: it looks away from them.",
    estimator="sklearn.linear_model.HuberRegressor",
    hyperparameters=(
        number(
            "epsilon",
            "Start of outliers",
            "From how many standard deviations of the error on a row counts less. Turning it up "
            "lets more rows count in full; at 1 it minds outliers least.",
            default=1.35,
            limits=(1.0, 10.0),
            search=(1.05, 3.0),
        ),
        shared.shrinkage(
            "Turning it up keeps the weights smaller, which gives a more careful model; 0 holds "
            "nothing back.",
            default=1e-4,
            limits=(0.0, 1e4),
            search=(1e-5, 10.0),
        ),
        settings.iterations(
            1_000, reason="It starts at 1,000 here; scikit-learn's 100 are often too few."
        ),
        settings.tolerance(1e-5),
        settings.INTERCEPT,
    ),
    wrapper="scaled_target",
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    cost=Cost(seconds=0.03, columns=0.5, copies=3),
    seeded=False,
)

QUANTILE = AlgorithmConfig(
    key="quantile_regressor",
    name="Quantile regression",
    task_type="regression",
    family="Linear models",
    description=(
        "A linear model that predicts a chosen quantile instead of the mean: with 0.5 half of the "
        "targets lie below the prediction, with 0.9 nine of ten. The median minds no outliers."
    ),
    use_when="You need a bound, such as the delivery time that nine of ten orders keep.",
    avoid_when="There are many rows or features: time grows much faster than their number.",
    estimator="sklearn.linear_model.QuantileRegressor",
    hyperparameters=(
        number(
            "quantile",
            "Quantile",
            "The share of targets that should lie below the prediction. Turning it up predicts "
            "higher; 0.5 is the median.",
            default=0.5,
            limits=(0.01, 0.99),
        ),
        shared.shrinkage(
            "Turning it up makes weights smaller and drops features. It starts at 0 here: on "
            "columns of one scale, scikit-learn's 1 would drop all of them.",
            default=0.0,
            limits=(0.0, 100.0),
            search=(0.0, 0.1),
        ).model_copy(update={"log": False}),
        settings.INTERCEPT,
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    slow_rows=20_000,
    cost=Cost(seconds=9, rows=1.75, columns=0.9, copies=70),
    seeded=False,
)

POISSON = AlgorithmConfig(
    key="poisson_regressor",
    name="Poisson regression",
    task_type="regression",
    family="Linear models",
    description=(
        "A linear model for counts, such as visits or claims: features multiply the expected "
        "count instead of adding to it, and predictions are never negative."
    ),
    use_when="The target counts events, with zero as the least, and large counts vary more.",
    avoid_when="The target can be negative: it is refused then.",
    estimator="sklearn.linear_model.PoissonRegressor",
    hyperparameters=(
        shared.COUNTS_ALPHA,
        shared.NEWTON,
        settings.iterations(100),
        settings.tolerance(1e-4),
        settings.INTERCEPT,
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    target_range="non_negative",
    cost=Cost(seconds=0.005, rows=0.9, columns=0.6, copies=1.3),
    seeded=False,
)

GAMMA = AlgorithmConfig(
    key="gamma_regressor",
    name="Gamma regression",
    task_type="regression",
    family="Linear models",
    description=(
        "A linear model for amounts above zero, such as prices or durations: features multiply "
        "the expected amount, and being wrong by ten per cent counts the same for small amounts "
        "and large ones."
    ),
    use_when="All targets are above zero, most are small and a few are large.",
    avoid_when="A target is zero or negative: it is refused then. Use Tweedie where some are zero.",
    estimator="sklearn.linear_model.GammaRegressor",
    hyperparameters=(
        shared.COUNTS_ALPHA,
        shared.NEWTON,
        settings.iterations(100),
        settings.tolerance(1e-4),
        settings.INTERCEPT,
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    target_range="positive",
    cost=Cost(seconds=0.007, rows=0.9, columns=0.6, copies=1.3),
    seeded=False,
)

TWEEDIE = AlgorithmConfig(
    key="tweedie_regressor",
    name="Tweedie regression",
    task_type="regression",
    family="Linear models",
    description=(
        "A linear model for amounts that are often exactly zero and otherwise positive, such as "
        "the claims of an insured person in a year. Features multiply the expected amount."
    ),
    use_when="Many targets are zero and the others are amounts of very different size.",
    avoid_when="No target is zero (gamma regression suits better), or some are negative.",
    estimator="sklearn.linear_model.TweedieRegressor",
    hyperparameters=(
        number(
            "power",
            "Power of the variance",
            "How fast the spread of the target grows with its mean: 1 is that of counts; turning "
            "it up towards 2 lets large amounts vary more. It starts at 1.5 here, as "
            "scikit-learn's 0 is ridge regression.",
            default=1.5,
            limits=(1.0, 1.99),
            search=(1.1, 1.9),
        ),
        shared.COUNTS_ALPHA,
        choice(
            "link",
            "Effect of features",
            '"log" lets features multiply the expected amount, which keeps it above zero, and '
            '"auto" does the same for every power offered here.',
            default="auto",
            choices=("auto", "log"),
            important=False,
        ),
        shared.NEWTON,
        settings.iterations(100),
        settings.tolerance(1e-4),
        settings.INTERCEPT,
    ),
    encoding="one_hot",
    sparse=True,
    scale=True,
    threads="one",
    target_range="non_negative",
    cost=Cost(seconds=0.01, rows=0.9, columns=0.6, copies=1.3),
    seeded=False,
)
