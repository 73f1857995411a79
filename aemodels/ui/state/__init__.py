"""Every key of the session's state and every query parameter, a module for each page that has any."""

from ._drawing import (
    CANVAS,
    PENS,
    UPLOAD,
    Drawing,
    change,
    current,
    show_example,
    shown,
    surprise,
    take_link,
    take_message,
)
from ._latent import MAP, REACH, Point, first_point, point, take_point, take_point_link
from ._noise import BY_HAND, SPOILER, NoiseChoice, noise, take_noise

__all__ = [
    "BY_HAND",
    "CANVAS",
    "MAP",
    "PENS",
    "REACH",
    "SPOILER",
    "UPLOAD",
    "Drawing",
    "NoiseChoice",
    "Point",
    "change",
    "current",
    "first_point",
    "noise",
    "point",
    "show_example",
    "shown",
    "surprise",
    "take_link",
    "take_message",
    "take_noise",
    "take_point",
    "take_point_link",
]
