"""Rows with validity, as they are now or as they were at a position of the log."""


def in_force(alias: str, at: int | None) -> str:
    """The condition that a row of `alias` is in force; at a position that is a parameter `at`."""
    if at is None:
        return f"{alias}.to_position is null"
    return (
        f"({alias}.from_position <= %(at)s"
        f" and ({alias}.to_position is null or {alias}.to_position > %(at)s))"
    )


def shown_at(at: int | None) -> str:
    """The position that the rows are shown at."""
    return "(select position from bookmark)" if at is None else "%(at)s::bigint"
