"""Case files (GePI, SIUSS): identifiers are keyed or left out while reading; nothing else ever sees them."""
