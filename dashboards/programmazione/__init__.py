"""Parts of Programmazione that have a module of their own."""
