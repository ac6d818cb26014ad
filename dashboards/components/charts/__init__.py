"""Pure functions: rows in, Plotly figure out. Nothing here reads a database or computes a statistic."""
