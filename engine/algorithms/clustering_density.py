"""Algorithms that find groups where rows lie close together, and leave the rest as noise."""

from engine.algorithms.config import AlgorithmConfig
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
    # 20,000 rows of 10 columns took 4 s, and time grows with the square.
    max_rows=50_000,
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
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    # With a wide reach 20,000 rows of 10 columns took 2.2 GB: all pairs are kept.
    max_rows=20_000,
    seeded=False,
)
