"""Algorithms that find groups by merging what is alike, step by step."""

from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, integer, number

AGGLOMERATIVE = AlgorithmConfig(
    key="agglomerative_clustering",
    name="Hierarchical clustering",
    task_type="clustering",
    family="Hierarchies",
    description=(
        "Starts with every row on its own and keeps merging the two most similar groups until the "
        "wanted number is left. The merges form a tree of groups within groups."
    ),
    use_when="You have few rows and suspect groups within groups.",
    avoid_when="There are more than some thousand rows: it compares every row with every other.",
    estimator="sklearn.cluster.AgglomerativeClustering",
    hyperparameters=(
        settings.clusters(),
        choice(
            "linkage",
            "Similarity of groups",
            '"ward" gives compact groups, "average" compares all pairs, "complete" the farthest '
            'and "single" the nearest pair, which makes long chains.',
            default="ward",
            choices=("ward", "average", "complete", "single"),
            search=("ward", "average", "complete"),
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    # The distance of every pair of rows is kept: 10,000 rows take 800 MB, 100,000 rows 80 GB.
    max_rows=10_000,
    cost=Cost(seconds=8.5, rows=2.1, columns=0.2, copies=5, pair_bytes=8),
    seeded=False,
)

BIRCH = AlgorithmConfig(
    key="birch",
    name="Birch",
    task_type="clustering",
    family="Hierarchies",
    description=(
        "Reads the rows once, sums them up in many small bundles, and then groups the bundles. It "
        "is quick where many rows are alike."
    ),
    use_when="There are few columns, round groups, and many rows that resemble each other.",
    avoid_when=(
        "There are many columns: each row then becomes a bundle of its own, and the bundles are "
        "compared with each other one by one."
    ),
    estimator="sklearn.cluster.Birch",
    hyperparameters=(
        settings.clusters(),
        number(
            "threshold",
            "Width of a bundle",
            "Turning it up makes fewer and coarser bundles, which is quicker. With wide bundles "
            "there may be fewer of them than the clusters asked for.",
            default=0.5,
            limits=(0.01, 100.0),
            log=True,
            search=(0.1, 1.0),
        ),
        integer(
            "branching_factor",
            "Bundles per branch",
            "How many bundles a branch of the tree holds. Turning it up makes a flatter tree; "
            "groups hardly change.",
            default=50,
            limits=(2, 1_000),
            important=False,
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    # 10,000 rows of 20 unrelated columns made 10,000 bundles, and took 770 MB and 7 s.
    max_rows=10_000,
    cost=Cost(seconds=2.7, rows=1.8, columns=1.2, copies=4, pair_bytes=3),
    seeded=False,
)
