"""Texts: their words, topics, or pieces of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.preprocessing import FunctionTransformer

from engine.recipes.features import Feature
from engine.recipes.numbers import single_precision
from engine.recipes.parts import Group, Part, single_groups, to_objects
from engine.recipes.wishes import Wishes
from engine.records import Column

MAX_WORDS = 5_000
# Collisions stay rare, and there are always more words than topics, for which
# `TruncatedSVD` would otherwise fail.
HASHED_WORDS = 2**12
TOPICS = 30
# scikit-learn's own pattern drops single letters, and then fails on a text
# column that has nothing else.
WORD = r"(?u)\w+|[^\w\s]"
# Stands for a text that is missing, so that there is always a word to count.
NO_TEXT = "missing"
_GAPS = f'A missing text counts as the word "{NO_TEXT}".'


def groups(columns: Sequence[Column], wishes: Wishes) -> Iterator[Group]:
    """Each text by itself."""
    recipes = {"words": _words, "topics": _topics, "string_encoder": _pieces}
    parts = recipes[wishes.text](wishes)
    yield from single_groups("text", columns, lambda _: parts)


def features(fitted: Any, column: str) -> Iterator[Feature]:  # noqa: ANN401 - scikit-learn's pipeline
    """Name the words or topics of a text."""
    if "topics" in fitted.named_steps:
        encoder = fitted["topics"]
        # skrub gives fewer topics than asked for where there are few rows.
        n_topics = getattr(encoder, "n_components_", encoder.n_components)
        for topic in range(1, n_topics + 1):
            yield Feature(name=f"{column}: topic {topic}", column=column, origin="topic")
    else:
        for word in fitted["words"].get_feature_names_out():
            yield Feature(name=f"{column}: {word}", column=column, origin="word")


def _words(wishes: Wishes) -> tuple[Part, ...]:
    words = f"The {MAX_WORDS:,} most frequent words are counted; rare words count more (TF-IDF)."
    make = partial(TfidfVectorizer, max_features=MAX_WORDS, token_pattern=WORD, dtype=wishes.dtype)
    return (_values(), Part("words", make, (words,)))


def _topics(wishes: Wishes) -> tuple[Part, ...]:
    """Few dense numbers instead of thousands of sparse ones.

    They are not scaled: all topics of a text together weigh about as much as
    one scaled number.
    """
    hashing = partial(HashingVectorizer, n_features=HASHED_WORDS, token_pattern=WORD, norm=None)
    topics = partial(TruncatedSVD, n_components=TOPICS, random_state=wishes.random_seed)
    return (
        _values(),
        Part("words", partial(hashing, alternate_sign=False), ("Words are counted.",)),
        Part("weights", TfidfTransformer, ("Rare words count more (TF-IDF).",)),
        Part("topics", topics, (f"The counts are summed up in {TOPICS} topics.",)),
        *single_precision(wishes),
    )


def _pieces(wishes: Wishes) -> tuple[Part, ...]:
    words = (
        "Pieces of three and four letters are counted, so that spellings which differ a little "
        f"stay alike; the counts are summed up in {TOPICS} topics."
    )
    text = partial(FunctionTransformer, pd.Series.astype, kw_args={"dtype": "str"})
    known = partial(FunctionTransformer, pd.Series.fillna, kw_args={"value": NO_TEXT})
    return (
        Part("text", text, ()),
        Part("values", known, (_GAPS,)),
        Part("topics", partial(_string_encoder, wishes.random_seed), (words,)),
        *single_precision(wishes),
    )


def _values() -> Part:
    return Part("values", partial(to_objects, pd.Series.to_numpy, missing=NO_TEXT), (_GAPS,))


def _string_encoder(random_seed: int) -> Any:  # noqa: ANN401 - skrub has no types
    # skrub takes a second to import, which only who asks for it should pay.
    from skrub import StringEncoder  # noqa: PLC0415 - see above

    # Not hashed: topics of a million places took 20 s for 150 short texts.
    return StringEncoder(TOPICS, vectorizer="tfidf", random_state=random_seed)
