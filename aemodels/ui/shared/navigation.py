"""The pages, in the order of the row above every page, each with its icon."""

# Icons are given to the links alone: an icon of a page would be fetched from elsewhere as its browser icon.
ICONS = {
    "draw": ":material/draw:",
    "noise": ":material/grain:",
    "latent": ":material/explore:",
    "activations": ":material/equalizer:",
    "masking": ":material/grid_on:",
    "pretraining": ":material/layers:",
    "search": ":material/search:",
    "train": ":material/model_training:",
    "models": ":material/table_chart:",
}
