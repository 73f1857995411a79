"""The cloud of all codes in three dimensions, to be turned by hand."""
