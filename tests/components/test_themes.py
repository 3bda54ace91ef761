"""Colours and symbols: told apart by every kind of sight, in both themes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from components.themes import PALETTES, Theme, template


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_series_differs_by_symbol_and_by_color(theme: Theme) -> None:
    marks = [mark.marker for mark in template(theme).data.scatter]
    looks = [(mark.color, mark.symbol) for mark in marks]
    assert len(set(looks)) == len(looks) == 42
    for one, other in itertools.pairwise(looks):
        assert one[0] != other[0]
        assert one[1] != other[1]


# How eyes without cones of one kind see (Machado, Oliveira and Fernandes, 2009,
# "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1).
SIGHTS = {
    "all cones": np.eye(3),
    "no red cones": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green cones": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue cones": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(color: str) -> np.ndarray:
    channels = np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """CIELAB of linear sRGB under D65."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    x, y, z = to_xyz @ np.clip(light, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = [np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    """Contrast of WCAG 2."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(weights @ linear(color)) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_series_colors_differ_for_every_kind_of_sight(theme: Theme, sight: str) -> None:
    seen = [lab(SIGHTS[sight] @ linear(color)) for color in PALETTES[theme].series]
    distances = [np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)]
    assert min(distances) > 20


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_series_colors_stand_out_from_the_card(theme: Theme) -> None:
    palette = PALETTES[theme]
    assert min(contrast(color, palette.card) for color in palette.series) >= 3
    assert contrast(palette.text, palette.card) >= 7
    assert contrast(palette.muted, palette.card) >= 4.5
