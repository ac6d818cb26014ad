"""The views of the page Contesto: one module for each, with `draw(view)`."""
