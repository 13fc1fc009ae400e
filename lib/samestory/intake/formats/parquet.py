"""Parquet, batch by batch: any table whose columns one can guess, and our own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...errors import SamestoryError, reason_of
from ..record import Found, Options, Rank, Reader, Reject, Remark, Stated
from ..shared.shape import Item, Shaper
from ..source import Source

BATCH = 1000
MAX_ROW_GROUP = 4_000_000_000  # bytes a file may say one of its groups takes in memory


def _recognises(source: Source) -> bool:
    return source.head[:4] == b"PAR1"


def _read(source: Source, options: Options) -> Iterator[Found]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with source.open() as stream:
        try:
            file = pq.ParquetFile(stream, memory_map=False)
            n, groups = file.metadata.num_rows, range(file.metadata.num_row_groups)
            largest = max((file.metadata.row_group(one).total_byte_size for one in groups), default=0)
            names = _plain_columns(file.schema_arrow)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise SamestoryError(f"{source.name}: not readable as Parquet: {reason_of(error)}") from None
        if largest > MAX_ROW_GROUP:
            raise SamestoryError(
                f"{source.name}: a group of {largest:,} bytes; it may have {MAX_ROW_GROUP:,}; "
                "write the file in smaller groups of rows"
            )
        yield Stated(n, f"{n:,} rows")
        if left := [name for name in file.schema_arrow.names if name not in names]:
            yield Remark("columns", f"not read, as their cells are not text, number or date: {', '.join(left)[:300]}")
        yield from Shaper(options).records(_rows(file, names, n))


def _plain_columns(schema: Any) -> list[str]:
    """The columns that can mean something here; two of one name cannot be told apart."""
    import pyarrow.types as types

    kinds = (
        types.is_string, types.is_large_string, types.is_integer, types.is_floating, types.is_temporal,
        types.is_dictionary, types.is_list, types.is_large_list, types.is_struct, types.is_boolean,
        types.is_string_view,
    )  # fmt: skip
    return [
        field.name
        for field in schema
        if any(kind(field.type) for kind in kinds) and schema.names.count(field.name) == 1
    ]


def _rows(file: Any, names: list[str], n: int) -> Iterator[Item | Reject]:
    import pyarrow as pa

    number = 0
    try:
        for batch in file.iter_batches(batch_size=BATCH, columns=names, use_threads=False):
            read = batch.schema.names
            columns = [_cells(batch.column(name)) for name in read]
            for cells in zip(*columns, strict=True):
                number += 1
                yield f"row {number:,}", dict(zip(read, cells)), ""  # noqa: B905  (as many as there are names)
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        why = f"not readable as Parquet: {reason_of(error)}"
        yield Reject(f"rows {number + 1:,} to {n:,}", why, n=max(n - number, 1))


def _cells(column: Any) -> list:
    """The cells as Python values; times in nanoseconds have no such value, and so as text."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column.to_pylist()


READER = Reader("Parquet", (".parquet", ".pq"), _recognises, _read, Rank.TABLE)
