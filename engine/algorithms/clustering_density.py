"""Algorithms that find groups where rows lie close together, and leave the rest as noise."""

from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, integer, number, switch

HDBSCAN = AlgorithmConfig(
    key="hdbscan",
    name="HDBSCAN",
    task_type="clustering",
    family="Densities",
    description=(
        "Finds places where rows lie close together and calls them groups, of any shape and "
        "density. It finds the number of groups by itself, and leaves rows that belong nowhere "
        "as noise."
    ),
    use_when="You do not know how many groups there are, or expect outliers.",
    avoid_when="Every row must get a group, new rows must be assigned, or rows are very many.",
    estimator="sklearn.cluster.HDBSCAN",
    hyperparameters=(
        integer(
            "min_cluster_size",
            "Smallest group",
            "Fewer rows than this are no group. Turning it up gives fewer and larger groups. It "
            "cannot be more than the rows there are.",
            default=5,
            limits=(2, 10_000),
            log=True,
            at_most_rows=True,
            search=(5, 100),
        ),
        integer(
            "min_samples",
            "Neighbours for density",
            "How many neighbours make a place dense; none takes the smallest group. Turning it up "
            "leaves more rows as noise.",
            default=None,
            limits=(1, 1_000),
            allow_none=True,
            log=True,
            at_most_rows=True,
            search=(1, 50),
        ),
        number(
            "cluster_selection_epsilon",
            "Merge distance",
            "Groups nearer to each other than this are merged; 0 merges none.",
            default=0.0,
            limits=(0.0, 100.0),
            important=False,
        ),
        choice(
            "cluster_selection_method",
            "Choice of groups",
            '"eom" takes the groups that last longest; "leaf" takes many small ones.',
            default="eom",
            choices=("eom", "leaf"),
            important=False,
            search=("eom", "leaf"),
        ),
        switch(
            "allow_single_cluster",
            "Allow one group only",
            "Lets the result be a single group with noise around it.",
            default=False,
            important=False,
        ),
    ),
    # The default warns of its own change in scikit-learn 1.10.
    fixed={"copy": True},
    encoding="one_hot",
    scale=True,
    threads="one",
    slow_rows=20_000,
    cost=Cost(seconds=3, rows=2.1, columns=0.6, copies=5),
    seeded=False,
)

DBSCAN = AlgorithmConfig(
    key="dbscan",
    name="DBSCAN",
    task_type="clustering",
    family="Densities",
    description=(
        "Joins rows that lie within a given distance of each other into groups of any shape. Rows "
        "with too few neighbours are left as noise."
    ),
    use_when="You know what distance counts as near, and groups are equally dense.",
    avoid_when="Groups differ in density or there are many columns; HDBSCAN is more forgiving.",
    estimator="sklearn.cluster.DBSCAN",
    hyperparameters=(
        number(
            "eps",
            "Reach",
            "Two rows within this distance are neighbours. Turning it up joins more rows into "
            "fewer groups. It counts in scaled units and needs to grow with the number of columns.",
            default=0.5,
            limits=(0.001, 1_000.0),
            log=True,
            search=(0.1, 10.0),
        ),
        integer(
            "min_samples",
            "Neighbours for density",
            "How many neighbours make a row the core of a group. Turning it up leaves more rows "
            "as noise.",
            default=5,
            limits=(1, 1_000),
            log=True,
            at_most_rows=True,
            search=(3, 30),
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    # With a wide reach 20,000 rows of 10 columns took 2.2 GB: all pairs are kept.
    max_rows=20_000,
    cost=Cost(seconds=0.33, rows=1.9, columns=0, copies=4, pair_bytes=0.5),
    seeded=False,
)

OPTICS = AlgorithmConfig(
    key="optics",
    name="OPTICS",
    task_type="clustering",
    family="Densities",
    description=(
        "Walks from row to row, always to the nearest one not yet visited, and notes how far each "
        "step is. Stretches of short steps are groups, of any shape and density; rows between "
        "them are noise."
    ),
    use_when="Groups differ in density, and you want to see how they lie within each other.",
    avoid_when="There are many rows: HDBSCAN finds similar groups in far less time.",
    estimator="sklearn.cluster.OPTICS",
    hyperparameters=(
        integer(
            "min_samples",
            "Neighbours for density",
            "How many neighbours make a place dense. Turning it up gives fewer groups and leaves "
            "more rows as noise.",
            default=5,
            limits=(2, 1_000),
            log=True,
            at_most_rows=True,
            search=(3, 50),
        ),
        choice(
            "cluster_method",
            "Reading of the groups",
            '"xi" looks for steep changes of the steps, and finds groups of different density; '
            '"dbscan" cuts at one distance for all.',
            default="xi",
            choices=("xi", "dbscan"),
        ),
        number(
            "xi",
            "Steepness",
            "How steep a change must be to end a group, from 0 to 1. Turning it up gives fewer and "
            "clearer groups.",
            default=0.05,
            limits=(0.001, 0.999),
            matters={"cluster_method": ("xi",)},
            search=(0.01, 0.3),
        ),
        integer(
            "min_cluster_size",
            "Smallest group",
            "Fewer rows than this are no group; none takes the neighbours for density. Turning it "
            "up gives fewer and larger groups.",
            default=None,
            limits=(2, 10_000),
            allow_none=True,
            log=True,
            at_most_rows=True,
            matters={"cluster_method": ("xi",)},
            search=(5, 100),
        ),
        number(
            "eps",
            "Reach",
            "Two rows within this distance are neighbours; none sets no limit, so that all rows "
            "are one group. Turning it up joins more rows into fewer groups.",
            default=None,
            limits=(0.001, 1_000.0),
            allow_none=True,
            log=True,
            matters={"cluster_method": ("dbscan",)},
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    slow_rows=10_000,
    cost=Cost(seconds=37, rows=1.75, columns=0, copies=4, pair_bytes=0.1),
    seeded=False,
)

MEAN_SHIFT = AlgorithmConfig(
    key="mean_shift",
    name="Mean shift",
    task_type="clustering",
    family="Densities",
    description=(
        "Lets every row climb to where rows lie closest together around it; rows that arrive at "
        "the same peak are a group. It finds the number of groups by itself."
    ),
    use_when="You have up to some thousand rows, few columns, and groups like hills.",
    avoid_when="There are many rows, or many columns, where there are no hills to climb.",
    estimator="sklearn.cluster.MeanShift",
    hyperparameters=(
        number(
            "bandwidth",
            "Width of the view",
            "How far around itself a row looks; none takes a width that suits the data. Turning it "
            "up gives fewer and larger groups.",
            default=None,
            limits=(0.001, 1_000.0),
            allow_none=True,
            log=True,
            search=(0.3, 10.0),
        ),
        switch(
            "bin_seeding",
            "Climb from a grid",
            "Lets one row of each cell of a grid climb instead of all rows, which is quicker.",
            default=False,
            search=(True, False),
        ),
        integer(
            "min_bin_freq",
            "Fewest rows in a cell",
            "Cells with fewer rows send none to climb. Turning it up is quicker and may miss small "
            "groups.",
            default=1,
            limits=(1, 1_000),
            important=False,
            matters={"bin_seeding": (True,)},
        ),
        switch(
            "cluster_all",
            "Every row gets a group",
            "Off leaves rows far from all peaks as noise.",
            default=True,
            important=False,
        ),
        integer(
            "max_iter",
            "Most steps",
            "How many steps a row may climb. Turning it up lets rows arrive that stopped on the "
            "way, and takes longer.",
            default=300,
            limits=(1, 10_000),
            log=True,
            important=False,
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    slow_rows=5_000,
    cost=Cost(seconds=130, rows=1.4, columns=0, copies=4, pair_bytes=9),
    seeded=False,
)
