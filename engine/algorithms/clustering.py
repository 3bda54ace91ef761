"""Algorithms that find groups of similar rows, in screen order: quick and sensible ones first."""

from engine.algorithms import clustering_density as density
from engine.algorithms import settings
from engine.algorithms.config import AlgorithmConfig
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
            important=False,
        ),
        settings.iterations(100),
        settings.tolerance(1e-3),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    seeded=True,
)

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
        ),
    ),
    encoding="one_hot",
    scale=True,
    threads="one",
    # 10,000 rows of 20 columns took 765 MB, and memory grows with the square.
    max_rows=10_000,
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
    seeded=False,
)

CLUSTERING: tuple[AlgorithmConfig, ...] = (
    K_MEANS,
    MINI_BATCH_K_MEANS,
    GAUSSIAN_MIXTURE,
    density.HDBSCAN,
    density.DBSCAN,
    AGGLOMERATIVE,
    BIRCH,
)
