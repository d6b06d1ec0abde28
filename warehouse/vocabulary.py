"""What derived rows refer to: tables ``topics``, ``topic_labels`` and ``models``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from extractors.records import Model, Topic, TopicLabel
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

_OWN = "own:"

_RETIRE = """
UPDATE main.topics AS t
SET retired_at = ?::TIMESTAMPTZ
WHERE starts_with(t.topic_id, ?) AND t.retired_at IS NULL
  AND t.topic_id NOT IN (SELECT s.topic_id FROM staged_topics AS s)
"""

_LABELS = """
INSERT INTO main.topic_labels BY NAME
SELECT s.* EXCLUDE (row_no)
FROM staged_topic_labels AS s
QUALIFY row_number() OVER (PARTITION BY s.topic_id, s."language" ORDER BY s.row_no DESC) = 1
ORDER BY s.row_no
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


def save_topics(db: duckdb.DuckDBPyConnection, topics: Sequence[Topic], now: datetime) -> None:
    """Save all topics there are; one that the taxonomy has dropped stays, since articles may carry it.

    A topic of the user's own (own:…) that is not among them any more is retired from `now` on.
    """
    stage(db, "topics", topics)
    with transaction(db):
        db.execute(_TOPICS)
        db.execute(_RETIRE, [now, _OWN])


def save_labels(db: duckdb.DuckDBPyConnection, labels: Sequence[TopicLabel]) -> None:
    """Save the names of topics in other languages, in place of all that were there."""
    stage(db, "topic_labels", labels)
    with transaction(db):
        db.execute("DELETE FROM main.topic_labels")
        db.execute(_LABELS)


def knows(db: duckdb.DuckDBPyConnection, model: Model) -> bool:
    """Tell whether this model is noted as a current one of its stage."""
    noted = "SELECT m.model FROM main.models AS m WHERE m.stage = ? AND m.model = ? AND m.is_current"
    return bool(db.execute(noted, [model.stage, model.model]).fetchall())


def save_models(db: duckdb.DuckDBPyConnection, models: Sequence[Model]) -> None:
    """Save models; of each stage that has current ones among these, no others stay current."""
    stage(db, "models", models)
    with transaction(db):
        db.execute(_MODELS)
        db.execute(_CURRENT)
