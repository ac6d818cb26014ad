"""Great Expectations suites on received and on published tables: the runner and its offline report."""
