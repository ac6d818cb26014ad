"""The views of Spesa sociale, one module each."""
