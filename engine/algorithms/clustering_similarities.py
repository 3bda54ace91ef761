"""Algorithms that find groups from how similar each row is to every other."""

from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, integer, number

SPECTRAL = AlgorithmConfig(
    key="spectral_clustering",
    name="Spectral clustering",
    task_type="clustering",
    family="Similarities",
    description=(
        "Links each row to similar ones, as in a network of friends, and cuts the network where "
        "few links are lost. Groups may have any shape, such as rings within rings."
    ),
    use_when="Groups are curved or hang together like chains, and you can say how many there are.",
    avoid_when="There are more than some thousand rows: it compares every row with every other.",
    estimator="sklearn.cluster.SpectralClustering",
    hyperparameters=(
        settings.clusters(),
        choice(
            "affinity",
            "Kind of link",
            '"rbf" links all rows, near ones more strongly; "nearest_neighbors" links each row to '
            "its nearest ones only, which needs far less memory.",
            default="rbf",
            choices=("rbf", "nearest_neighbors"),
            search=("rbf", "nearest_neighbors"),
        ),
        number(
            "gamma",
            "Narrowness of a row",
            "Turning it up links only rows that are very near, which gives more broken groups. "
            "With many columns it needs to be smaller.",
            default=1.0,
            limits=(1e-4, 100.0),
            log=True,
            matters={"affinity": ("rbf",)},
            search=(0.01, 10.0),
        ),
        integer(
            "n_neighbors",
            "Number of neighbours",
            "To how many of its nearest rows each row is linked. Turning it up joins groups that "
            "lie close together.",
            default=10,
            limits=(2, 500),
            log=True,
            at_most_rows=True,
            matters={"affinity": ("nearest_neighbors",)},
            search=(5, 50),
        ),
        choice(
            "assign_labels",
            "Final grouping",
            'How groups are read from the network: "kmeans" depends on its starts, "discretize" '
            'and "cluster_qr" less so.',
            default="kmeans",
            choices=("kmeans", "discretize", "cluster_qr"),
            important=False,
        ),
        integer(
            "n_init",
            "Number of starts",
            "How often the final grouping starts anew, keeping the best result. Turning it up "
            "finds a good result more reliably and takes longer.",
            default=10,
            limits=(1, 100),
            important=False,
            matters={"assign_labels": ("kmeans",)},
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    # Several numbers for every pair of rows are kept: 10,000 rows take 3.6 GB.
    max_rows=10_000,
    cost=Cost(seconds=28, rows=2.4, columns=0, copies=5, pair_bytes=36),
    seeded=True,
)

AFFINITY_PROPAGATION = AlgorithmConfig(
    key="affinity_propagation",
    name="Affinity propagation",
    task_type="clustering",
    family="Similarities",
    description=(
        "Lets the rows tell each other which of them would be good examples of a group, until they "
        "agree. It finds the number of groups by itself, and each group has a row that stands for "
        "it."
    ),
    use_when="You have some hundreds of rows, and want a typical row of each group.",
    avoid_when="There are more rows: memory and time grow with their square, and groups are many.",
    estimator="sklearn.cluster.AffinityPropagation",
    hyperparameters=(
        number(
            "preference",
            "Readiness to be an example",
            "How readily a row becomes the example of a group; none takes the median similarity. "
            "Similarities are below zero, so turning it up towards 0 gives more groups.",
            default=None,
            limits=(-1e6, 0.0),
            allow_none=True,
        ),
        number(
            "damping",
            "Damping",
            "How much of the last round is kept in the next. Turning it up settles more surely and "
            "takes longer: try 0.9 where the fit does not settle.",
            default=0.5,
            limits=(0.5, 0.99),
            search=(0.5, 0.95),
        ),
        settings.iterations(200),
        integer(
            "convergence_iter",
            "Patience",
            "The fit has settled when so many rounds did not change the number of groups. Turning "
            "it up is surer of that and takes longer.",
            default=15,
            limits=(1, 1_000),
            important=False,
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    # A fit takes hundreds of rounds over all pairs of rows: 1,000 rows took 3 s.
    max_rows=2_000,
    cost=Cost(seconds=270, rows=2, columns=0.3, copies=4, pair_bytes=35),
    seeded=True,
)
