"""A picture cut into square patches, for what hides some of them."""

PATCH = 4  # pixels along a patch's side
SIDE = 28 // PATCH
PATCHES = SIDE * SIDE
