"""The only room of the pages that speaks SQL. Read-only, over the published schemas `marts` and `qualita`."""

from dashboards.queries.adi import (
    adi_annotations,
    adi_cells,
    adi_claims,
    adi_clock,
    adi_rates,
    adi_readings,
    adi_revisions,
    adi_rules,
)
from dashboards.queries.compare import (
    comparisons,
    coverage,
    coverage_of,
    distribution,
    indicators_of,
    pairs,
    printed_references,
    profiles,
    published_inside,
    series_points,
    similar,
    similarity_year,
    trends,
    values_at,
    years_with,
)
from dashboards.queries.context import (
    against_reference,
    comuni_covered,
    decimals,
    indicators,
    indicators_of_parts,
    other_totals,
    population_source,
    printed_values,
    pyramid,
    series_of,
    values_of,
    values_of_parts,
    years_of,
)
from dashboards.queries.core import has
from dashboards.queries.leps import (
    is_demonstrative,
    leps_ambiti,
    leps_bases,
    leps_counts,
    leps_deliveries,
    leps_demonstration,
    leps_due,
    leps_funds,
    leps_matrix,
    leps_register,
    leps_side_by_side,
    leps_targets,
    leps_unusable,
    leps_versions,
    reporting_duties,
)
from dashboards.queries.movement import (
    balance,
    balance_sources,
    citizenship_year,
    citizenships,
    foreigners_by_age,
    foreigners_of_documents,
    with_balance_inside,
)
from dashboards.queries.planning import (
    legal_forms,
    planning_bodies,
    planning_counts,
    planning_objectives,
    planning_outcomes,
    planning_threads,
)
from dashboards.queries.provenance import lineage_file, provenance, provenance_rules, received_around
from dashboards.queries.published import Publication, documents, publication, source_files, sources, table_note
from dashboards.queries.quality import (
    changed_checks,
    check_counts,
    checks_by_source,
    checks_not_passed,
    exceptions,
    expectations,
    rejected_rows,
    report_file,
    source_states,
    year_changes_out_of_range,
)
from dashboards.queries.social_workers import (
    social_worker_ambiti,
    social_worker_contribution,
    social_worker_curve,
    social_worker_lists,
    social_worker_years,
)
from dashboards.queries.spending import (
    social_spending,
    spending_bodies,
    spending_budgets,
    spending_consolidated,
    spending_contradictions,
    spending_flows,
    spending_lines,
    spending_matrix,
    spending_per_resident,
    spending_rows,
    spending_series,
    spending_states,
)
from dashboards.queries.spending_forecast import (
    ending_funds,
    ending_lines,
    leps_on_ending_funds,
    spending_side_by_side,
    what_if,
    what_if_comuni,
    what_if_leps,
)
from dashboards.queries.territories import (
    DOCUMENT_LEVELS,
    LEVELS,
    boundaries,
    children_of,
    comuni_of,
    count_comuni,
    holders,
    levels_below,
    other_comuni,
    parts_of,
    parts_of_level,
    territories,
    territory,
)
