"""`python -m bench [URL]`: measure on a throw-away PostgreSQL, or on the one of this URL."""

import sys
from tempfile import TemporaryDirectory

from bench import append, bulk, calendar, chain, fold, meeting, visible
from bench.rounds import Table
from eventstore.postgres import reachable

MEASUREMENTS = (
    fold.table,
    append.table,
    chain.table,
    visible.table,
    bulk.table,
    calendar.table,
    meeting.table,
)


def main(arguments: list[str]) -> None:
    """Run every measurement and print its table as soon as it is there."""
    with TemporaryDirectory(prefix="huiyin-bench-") as data:
        environ = {"HUIYIN_DATA": data} | (
            {"HUIYIN_DATABASE_URL": arguments[0]} if arguments else {}
        )
        with reachable(environ, say=lambda _: None) as address:
            for measure in MEASUREMENTS:
                show(measure(address.url))


def show(table: Table) -> None:
    """Print a table in columns, numbers to the right."""
    lines = [table.columns, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.columns))]
    print(f"\n{table.title}")
    for line in lines:
        first, *others = (
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  ".join((first, *others)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
