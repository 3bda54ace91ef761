"""Neural networks that predict a class."""

from engine.algorithms import neural_settings
from engine.algorithms.config import AlgorithmConfig, Cost

MLP = AlgorithmConfig(
    key="mlp_classifier",
    name="Neural network",
    task_type="classification",
    family="Neural networks",
    description=(
        "Layers of small units, each adding up what the layer before tells it, learn step by step "
        "to tell the classes apart. It finds smooth patterns of any kind, if there are rows enough "
        "to show them."
    ),
    use_when="You have thousands of rows, and the pattern is smooth but not a straight line.",
    avoid_when=(
        "Rows are few, time is short, or somebody must understand the model. On most tables "
        "gradient boosting is better and quicker."
    ),
    estimator="sklearn.neural_network.MLPClassifier",
    hyperparameters=neural_settings.NEURAL_NETWORK,
    encoding="one_hot",
    scale=True,
    precision="float32",
    threads="one",
    slow_rows=100_000,
    cost=Cost(seconds=3.0, rows=0.7, columns=0.2, copies=8.0),
    seeded=True,
)
