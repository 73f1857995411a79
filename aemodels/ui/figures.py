"""Colours, and tensors turned into figures; no call of Streamlit."""

# Hue angles in OKLCH, a fixed one for each model on every page; lightness follows the theme.
MODEL_HUES = {"ae": 255, "dae": 150, "sparse": 65, "vae": 320}


def model_hue(name: str) -> int:
    """The hue angle in degrees of model `name`; models without a fixed one get one from their name."""
    return MODEL_HUES.get(name, sum(map(ord, name)) * 47 % 360)
