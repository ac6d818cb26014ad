"""Made-up cases for demonstration and tests, in the forms in which the real ones come. Nobody is in them."""
