"""Colours that can be read on white: a brand colour that is too light is darkened until it passes."""

from __future__ import annotations

ENOUGH = 4.5


def contrast(colour: str) -> float:
    """Contrast of "#rrggbb" with white, 1 to 21, as WCAG 2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def readable(colour: str) -> str:
    """The colour itself, or its lightest darker shade with a contrast of 4.5 with white."""
    channels = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    for percent in range(100, -1, -1):
        shade = "#" + "".join(f"{part * percent // 100:02x}" for part in channels)
        if contrast(shade) >= ENOUGH:
            return shade
    return "#000000"
