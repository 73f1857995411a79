"""What the views of the latent page compute: maps, sliders, roads and samples."""
