"""Brand colours that can be read: one too pale for text on white is darkened until it passes WCAG 2 AA."""

from __future__ import annotations

ENOUGH = 4.5  # contrast that WCAG 2 AA asks of text
HIDDEN = 1.6  # contrast below which words are not seen; grey text of a good layout has 4.5 and more
ON_TINTS = 5.4  # contrast with white of a colour that is readable on the web site's tinted grounds too


def contrast(colour: str) -> float:
    """Contrast of "#rrggbb" with white, 1 to 21, by WCAG 2's relative luminance."""
    return between((1.0, 1.0, 1.0), tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))


def between(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Contrast of two colours, each red, green and blue from 0 to 1, by WCAG 2's relative luminance."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, enough: float = ENOUGH) -> str:
    """The colour, or the lightest shade of it that has enough contrast with white."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    shades = ("#" + "".join(f"{part * percent // 100:02x}" for part in parts) for percent in range(100, -1, -1))
    return next(shade for shade in shades if contrast(shade) >= enough)


def _luminance(colour: tuple[float, ...]) -> float:
    red, green, blue = (_linear(part) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
