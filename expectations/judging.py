"""Great Expectations itself: the context that it judges frames in, and how it is made to lose no time."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# What these see is worth reading even when it is as expected.
MEASURES = {
    "expect_table_row_count_to_be_between",
    "expect_column_proportion_of_non_null_values_to_be_between",
    "expect_column_unique_value_count_to_be_between",
    "expect_column_min_to_be_between",
    "expect_column_max_to_be_between",
    "expect_column_mean_to_be_between",
    "expect_column_median_to_be_between",
    "expect_column_sum_to_be_between",
}


@contextmanager
def great_expectations() -> Iterator[Callable]:
    """A function (frame, name, expectations) → results, in a context that lives in memory.

    Version 1.24 sends nothing anywhere (its usage statistics were taken out; the setting is kept for others).
    The explicit configuration keeps it from looking for a project on disk, from making a folder for its own
    documentation and from drawing progress bars.
    """
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )
    from great_expectations.expectations.expectation import Expectation

    log = logging.getLogger("great_expectations")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), _configured_once(Expectation):
            warnings.simplefilter("ignore")
            context = gx.get_context(
                mode="ephemeral",
                project_config=DataContextConfig(
                    store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
                    analytics_enabled=False,
                    progress_bars=ProgressBarsConfig(globally=False),
                ),
            )
            asset = context.data_sources.add_pandas("duckdb").add_dataframe_asset("tabella")
            whole = asset.add_batch_definition_whole_dataframe("intera")

            def judged(batch, name: str, expectations: list[dict], detail: str) -> list:
                if not expectations:
                    return []
                suite = gx.ExpectationSuite(name=name, expectations=expectations)
                return batch.validate(suite, result_format=detail).results

            def judge(frame, name: str, expectations: list[dict]) -> list:
                # A verdict takes half the time of a verdict with examples, and nearly all are favourable.
                batch = whole.get_batch({"dataframe": frame})
                measures = [e for e in expectations if e["type"] in MEASURES]
                rules = [e for e in expectations if e["type"] not in MEASURES]
                others = judged(batch, name, rules, "BOOLEAN_ONLY")
                failed = {r.expectation_config.meta["posizione"] for r in others if not r.success}
                again = [e for e in expectations if e["meta"]["posizione"] in failed]
                return [
                    *(r for r in others if r.success),
                    *judged(batch, name, measures, "BASIC"),
                    *judged(batch, name, again, "BASIC"),
                ]

            yield judge
    finally:
        log.setLevel(level)


@contextmanager
def _configured_once(expectation: type) -> Iterator[None]:
    """Let each expectation make its configuration once.

    It makes it anew, copies of all its defaults included, for every argument that it looks up: sixty times for one
    verdict, and a third of the time of all. None is changed between being made and being judged.
    """
    made: dict[int, tuple[Any, Any]] = {}
    original = expectation.configuration

    def configuration(self: Any) -> Any:
        if id(self) not in made:
            made[id(self)] = (self, original.fget(self))  # kept with it, so that no other one gets its number
        return made[id(self)][1]

    expectation.configuration = property(configuration)
    try:
        yield
    finally:
        expectation.configuration = original
