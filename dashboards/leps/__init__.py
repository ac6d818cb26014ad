"""The views of the page «Obiettivi LEPS», one module each."""
