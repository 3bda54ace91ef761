"""What takes a while to find out about a model: run as sessions, kept with the model.

An analysis is an entry of `ANALYSES`: a pure question with a record as its answer.
It is worked out by the same runs that train, with a queue, progress and stop.
"""

from engine.analyses.config import AnalysisConfig
from engine.analyses.registry import ANALYSES, analyses, analysis, cost_analysis

__all__ = ["ANALYSES", "AnalysisConfig", "analyses", "analysis", "cost_analysis"]
