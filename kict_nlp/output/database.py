"""Tables → a DuckDB file and Parquet files, both through DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kict_nlp.errors import OutputError
from kict_nlp.output.frames import to_frame
from kict_nlp.output.tables import Row, Table, Type

if TYPE_CHECKING:
    import duckdb

_TYPES: dict[Type, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
}


def write_database(path: Path, tables: Mapping[Table, Sequence[Row]]) -> None:
    """Write tables to a DuckDB file, with the Japanese titles as comments.

    The file's bytes differ from run to run, since DuckDB gives each file a number of its own.
    """
    _fill(str(path), tables)


def write_parquet(folder: Path, tables: Mapping[Table, Sequence[Row]]) -> None:
    """Write each table to ``<table>.parquet`` in a folder."""
    _fill(":memory:", tables, folder)


def _fill(
    database: str, tables: Mapping[Table, Sequence[Row]], parquet_folder: Path | None = None
) -> None:
    import duckdb

    try:
        # One thread keeps the rows in their order, and so the bytes of Parquet the same.
        with duckdb.connect(database, config={"threads": 1}) as connection:
            for table, rows in tables.items():
                _create(connection, table, rows)
                if parquet_folder is not None:
                    _copy(connection, table, parquet_folder / f"{table.name}.parquet")
    except duckdb.Error as error:
        raise OutputError(
            f"DuckDB cannot write the tables: {error}.",
            where=database if parquet_folder is None else str(parquet_folder),
            hint="Check the free space, or leave this format out of --format.",
        ) from error


def _create(connection: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[Row]) -> None:
    columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in table.columns)
    connection.execute(f'CREATE TABLE "{table.name}" ({columns})')
    connection.execute(f'COMMENT ON TABLE "{table.name}" IS {_quoted(table.title)}')
    for column in table.columns:
        connection.execute(
            f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {_quoted(column.title)}'
        )
    connection.register("rows_to_insert", to_frame(table, rows))
    connection.execute(f'INSERT INTO "{table.name}" SELECT * FROM rows_to_insert')
    connection.unregister("rows_to_insert")


def _copy(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    connection.execute(f'COPY "{table.name}" TO {_quoted(str(path))} (FORMAT parquet)')


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
