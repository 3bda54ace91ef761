"""Algorithms that find groups of similar rows, in screen order: quick and sensible ones first."""

from engine.algorithms import clustering_density as density
from engine.algorithms import clustering_hierarchies as hierarchies
from engine.algorithms import clustering_similarities as similarities
from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig, Cost
from engine.algorithms.kinds import choice, integer, number

K_MEANS = AlgorithmConfig(
    key="k_means",
    name="K-means",
    task_type="clustering",
    family="Centres",
    description=(
        "Places a given number of centres so that every row is close to one of them, and groups "
        "the rows by their nearest centre. It is quick, well known, and easy to explain."
    ),
    use_when="You expect round groups of similar size and can say how many there may be.",
    avoid_when="Groups are long, curved or of very different size, or outliers are many.",
    estimator="sklearn.cluster.KMeans",
    hyperparameters=(
        settings.clusters(),
        choice(
            "n_init",
            "Number of starts",
            "How often it starts anew from other centres and keeps the best result. Turning it up "
            'finds a good result more reliably and takes longer; "auto" starts once.',
            default="auto",
            choices=("auto", 3, 10, 30),
            search=("auto", 3, 10),
        ),
        choice(
            "init",
            "First centres",
            '"k-means++" spreads the first centres over the data; "random" takes any rows.',
            default="k-means++",
            choices=("k-means++", "random"),
            important=False,
        ),
        settings.iterations(300),
        settings.tolerance(1e-4),
    ),
    encoding="one_hot",
    scale=True,
    precision="float32",
    threads="one",
    cost=Cost(seconds=0.01, columns=0.4, copies=3.5),
    seeded=True,
)

MINI_BATCH_K_MEANS = AlgorithmConfig(
    key="mini_batch_k_means",
    name="K-means in batches",
    task_type="clustering",
    family="Centres",
    description=(
        "K-means that looks at a small random part of the rows at a time. It is much quicker with "
        "many rows, and nearly as good."
    ),
    use_when="K-means would suit, but there are a hundred thousand rows or more.",
    avoid_when="There are few rows: plain k-means is then as quick and a little better.",
    estimator="sklearn.cluster.MiniBatchKMeans",
    hyperparameters=(
        settings.clusters(),
        integer(
            "batch_size",
            "Rows per batch",
            "Turning it up comes closer to plain k-means and takes longer.",
            default=1_024,
            limits=(16, 100_000),
            log=True,
            search=(256, 8_192),
        ),
        choice(
            "n_init",
            "Number of starts",
            "How many first centres are tried on a sample. Turning it up finds a good result more "
            'reliably; "auto" tries one.',
            default="auto",
            choices=("auto", 3, 10, 30),
            important=False,
        ),
        settings.iterations(100),
    ),
    encoding="one_hot",
    scale=True,
    precision="float32",
    threads="one",
    cost=Cost(seconds=0.025, rows=0.4, columns=0.3, copies=2.5),
    seeded=True,
)

GAUSSIAN_MIXTURE = AlgorithmConfig(
    key="gaussian_mixture",
    name="Gaussian mixture",
    task_type="clustering",
    family="Mixtures",
    description=(
        "Describes the rows as a mixture of bell-shaped clouds that may be stretched, tilted and "
        "of different size. Each row goes to the cloud it most likely came from."
    ),
    use_when="Groups overlap, are stretched, or differ in size.",
    avoid_when="There are many columns for few rows: each cloud then has too much to learn.",
    estimator="sklearn.mixture.GaussianMixture",
    hyperparameters=(
        settings.clusters("n_components"),
        choice(
            "covariance_type",
            "Shape of the clouds",
            '"full" lets each be stretched and tilted, "tied" gives all the same shape, "diag" '
            'stretches without tilting, "spherical" keeps them round. Simpler shapes need fewer '
            "rows.",
            default="full",
            choices=("full", "tied", "diag", "spherical"),
            search=("full", "tied", "diag", "spherical"),
        ),
        integer(
            "n_init",
            "Number of starts",
            "How often it starts anew, keeping the best result. Turning it up finds a good result "
            "more reliably and takes longer.",
            default=1,
            limits=(1, 50),
        ),
        number(
            "reg_covar",
            "Least spread",
            "Keeps a cloud from shrinking onto a single row. Turning it up gives wider, steadier "
            "clouds.",
            default=1e-6,
            limits=(0.0, 1.0),
            log=True,
            important=False,
            search=(1e-6, 0.1),
        ),
        settings.iterations(100),
        settings.tolerance(1e-3),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    max_features=2_000,
    cost=Cost(seconds=0.1, columns=0.8, copies=4.5),
    seeded=True,
)

BISECTING_K_MEANS = AlgorithmConfig(
    key="bisecting_k_means",
    name="K-means by halving",
    task_type="clustering",
    family="Centres",
    description=(
        "Cuts the rows into two groups with k-means, then one of these groups again, until there "
        "are as many as wanted. Groups come out more alike in size, and a group is never torn "
        "apart by a later cut elsewhere."
    ),
    use_when="You want many groups, or groups that come from cutting larger ones.",
    avoid_when="You want few groups: plain k-means looks at all of them at once.",
    estimator="sklearn.cluster.BisectingKMeans",
    hyperparameters=(
        settings.clusters(),
        choice(
            "bisecting_strategy",
            "Group to cut next",
            '"biggest_inertia" cuts the group whose rows lie farthest apart, "largest_cluster" the '
            "one with the most rows, which gives groups of similar size.",
            default="biggest_inertia",
            choices=("biggest_inertia", "largest_cluster"),
            search=("biggest_inertia", "largest_cluster"),
        ),
        integer(
            "n_init",
            "Starts for each cut",
            "How often each cut starts anew, keeping the best result. Turning it up finds a good "
            "cut more reliably and takes longer.",
            default=1,
            limits=(1, 50),
            search=(1, 10),
        ),
        choice(
            "init",
            "First centres",
            '"k-means++" spreads the first centres over the data; "random" takes any rows.',
            default="random",
            choices=("k-means++", "random"),
            important=False,
        ),
        settings.iterations(300),
        settings.tolerance(1e-4),
    ),
    encoding="one_hot",
    scale=True,
    precision="float32",
    threads="one",
    cost=Cost(seconds=0.015, columns=0.6, copies=4),
    seeded=True,
)

CLUSTERING: tuple[AlgorithmConfig, ...] = (
    K_MEANS,
    MINI_BATCH_K_MEANS,
    BISECTING_K_MEANS,
    GAUSSIAN_MIXTURE,
    density.HDBSCAN,
    density.DBSCAN,
    hierarchies.AGGLOMERATIVE,
    hierarchies.BIRCH,
    density.OPTICS,
    density.MEAN_SHIFT,
    similarities.SPECTRAL,
    similarities.AFFINITY_PROPAGATION,
)
