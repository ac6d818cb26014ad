"""Command line of the warehouse (``leps``): the only code that wires the other rooms together."""
