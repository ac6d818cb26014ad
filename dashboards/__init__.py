"""The pages: Italian, read-only, over the published tables."""
