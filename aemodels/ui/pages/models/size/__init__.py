"""Error against size, as a Plotly chart whose names cover nothing."""
