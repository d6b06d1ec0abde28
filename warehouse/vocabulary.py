"""What derived rows refer to: tables ``topics`` and ``models``."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from extractors.records import Model, Topic
from warehouse.database import transaction
from warehouse.tables import stage

_TOPICS = """
MERGE INTO main.topics AS t
USING (
    SELECT s.* EXCLUDE (row_no)
    FROM staged_topics AS s
    QUALIFY row_number() OVER (PARTITION BY s.topic_id ORDER BY s.row_no DESC) = 1
    ORDER BY s.row_no
) AS s
ON t.topic_id = s.topic_id
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT
"""

_MODELS = """
MERGE INTO main.models AS t
USING (
    SELECT s.* EXCLUDE (row_no)
    FROM staged_models AS s
    QUALIFY row_number() OVER (PARTITION BY s.stage, s.model ORDER BY s.row_no DESC) = 1
    ORDER BY s.row_no
) AS s
ON t.stage = s.stage AND t.model = s.model
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT
"""

_CURRENT = """
UPDATE main.models AS t
SET is_current = false
WHERE t.stage IN (SELECT s.stage FROM staged_models AS s WHERE s.is_current)
  AND t.model NOT IN (SELECT s.model FROM staged_models AS s WHERE s.is_current AND s.stage = t.stage)
"""


def save_topics(db: duckdb.DuckDBPyConnection, topics: Sequence[Topic]) -> None:
    """Save the concepts of the taxonomy; one that it has dropped stays, since articles may carry it."""
    stage(db, "topics", topics)
    with transaction(db):
        db.execute(_TOPICS)


def save_models(db: duckdb.DuckDBPyConnection, models: Sequence[Model]) -> None:
    """Save models; of each stage that has current ones among these, no others stay current."""
    stage(db, "models", models)
    with transaction(db):
        db.execute(_MODELS)
        db.execute(_CURRENT)
