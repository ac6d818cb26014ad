"""The only room that opens, builds, publishes and rolls back DuckDB files; the CLI wires the other rooms."""
