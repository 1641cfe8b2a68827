"""A portrait of nobody: head and shoulders without features, engraved in fine lines."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

_Field: TypeAlias = npt.NDArray[np.float32]

_SKINS = ((222, 184, 152), (190, 140, 104), (150, 104, 74), (112, 76, 54), (86, 58, 44))
_HAIRS = ((34, 28, 26), (48, 36, 30), (70, 62, 58))
_CLOTHS = ((60, 78, 104), (92, 70, 88), (58, 92, 84), (124, 116, 104), (44, 48, 58))
_GROUND = (214, 220, 224)


def paint_portrait(height: int, width: int, rng: np.random.Generator) -> _Field:
    """Draw a portrait.

    Args:
        height: In pixels.
        width: In pixels.
        rng: Chance: tone of skin, hair or head-cloth, clothes, proportions.

    Returns:
        (height, width, 3) red green blue, 0 to 255.
    """
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (x / width - 0.5) * (width / height), y / height
    head_u, head_v = float(rng.uniform(-0.012, 0.012)), float(rng.uniform(0.40, 0.43))
    wide, tall = float(rng.uniform(0.150, 0.168)), float(rng.uniform(0.205, 0.225))
    skin, hair, cloth = (
        np.array(tones[int(rng.integers(len(tones)))], np.float32) for tones in (_SKINS, _HAIRS, _CLOTHS)
    )
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = _GROUND
    picture *= (1.04 - 0.12 * v)[:, :, None]
    veiled = rng.random() < 0.4
    if veiled:
        _lay(picture, _ellipse(u - head_u, v - head_v - 0.10, wide * 1.42, tall * 1.55), cloth * 1.12)
    neck = _box(u - head_u, 0.0, 0.075) * _box(v, head_v + 0.24, 0.16)
    _lay(picture, neck, skin * 0.80)
    shoulders = _ellipse(u - head_u, v - 1.06, 0.40, 0.34)
    _lay(picture, shoulders, cloth * (1.05 - 0.35 * np.clip(np.abs(u) / 0.4, 0, 1))[:, :, None])
    if not veiled:
        _lay(picture, _ellipse(u - head_u, v - head_v + 0.035, wide * 1.12, tall * 1.08), hair)
    light = 1.06 - 0.22 * np.clip((u - head_u + 0.05) / wide, -1, 1) - 0.10 * (v - head_v) / tall
    face = _ellipse(u - head_u, v - head_v - 0.015, wide, tall)
    face *= _edge(v - (head_v - tall * (0.66 if veiled else 0.58)), 0.015)
    _lay(picture, face, skin * light[:, :, None])
    return _engraved(picture, u, v)


def _engraved(picture: _Field, u: _Field, v: _Field) -> _Field:
    """Break the tones into fine curved lines, as a printed portrait is."""
    soft = cv2.GaussianBlur(picture, (0, 0), max(1.0, picture.shape[0] * 0.004))
    wave = np.sin((v * 118 + 2.2 * np.sin(u * 9)) * 2 * np.pi)[:, :, None]
    depth = 0.05 + 0.10 * (1 - soft / 255)
    return np.asarray(np.clip(soft * (1 + depth * wave) + 6, 0, 255), np.float32)


def _lay(picture: _Field, mask: _Field, colour: npt.NDArray[np.float32]) -> None:
    cover = mask[:, :, None]
    picture *= 1 - cover
    picture += cover * colour


def _edge(distance: _Field, softness: float) -> _Field:
    return np.asarray(np.clip(distance / softness + 0.5, 0, 1), np.float32)


def _ellipse(u: _Field, v: _Field, half_width: float, half_height: float) -> _Field:
    radius = np.asarray(np.sqrt((u / half_width) ** 2 + (v / half_height) ** 2), np.float32)
    return _edge((1 - radius) * min(half_width, half_height), 0.012)


def _box(values: _Field, centre: float, half: float) -> _Field:
    return _edge(half - np.abs(values - centre), 0.02)
