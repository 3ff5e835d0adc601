"""How well white text and one of a clinic's own colours can be told apart."""

LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3: the least contrast of text of ordinary size (level AA)."""


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of white and `colour` ("#rrggbb"), from 1.0 to 21.0.

    White text on the colour, and the colour as text on white, have the same ratio.
    Source: WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    luminance = 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
    return 1.05 / (luminance + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
