"""A marimo notebook on the published warehouse: who rises, and which stories are told how.

`marimo edit deploy/examples/notebook.py` to work with it, `marimo export html deploy/examples/notebook.py -o news.html`
for a page; both read NEWSDUCK_HOME (default `data`) and need no network.
"""

# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202, INP001, PLC0415  a file for marimo, which calls the cells with what other cells return

import marimo

app = marimo.App()


@app.cell
def _():
    import os
    from pathlib import Path

    import duckdb
    import marimo as mo

    published = Path(os.environ.get("NEWSDUCK_HOME", "data")) / "published.duckdb"
    db = duckdb.connect()
    db.execute("ATTACH '{}' AS news (READ_ONLY)".format(str(published).replace("'", "''")))
    db.execute("USE news")
    return db, mo


@app.cell
def _(db, mo):
    volume = db.sql("SELECT * FROM report.daily_volume LIMIT 14").fetchall()
    mo.vstack([mo.md("## Articles a day"), mo.ui.table([{"day": str(row[0]), "articles": row[1]} for row in volume])])


@app.cell
def _(db, mo):
    board = db.sql(
        "SELECT story, families, articles, texts FROM report.story_board ORDER BY families DESC, articles DESC LIMIT 20"
    )
    rows = [dict(zip(board.columns, row, strict=True)) for row in board.fetchall()]
    mo.vstack([mo.md("## Stories, the most widely reported first"), mo.ui.table(rows)])


@app.cell
def _(db, mo):
    rising = db.sql("SELECT entity, type, articles, expected, residual FROM report.trending_entities LIMIT 20")
    rising_rows = [dict(zip(rising.columns, row, strict=True)) for row in rising.fetchall()]
    mo.vstack([mo.md("## In the news more than usual"), mo.ui.table(rising_rows)])


if __name__ == "__main__":
    app.run()
