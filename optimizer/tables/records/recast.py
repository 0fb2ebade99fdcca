"""Cells that say in another shape what a column wants are turned into it, and that is told.

A lease of three years from a day, an area whose unit stands in a column beside it, a status
ticked in one of several columns. It is done before the cells are parsed, on the rows as they
were read, so that faults name the cells where the words stand.
"""

from typing import Any

from optimizer.faults import Fault
from optimizer.tables.headers.naming import begins_lease
from optimizer.tables.headers.unit_column import units_of_rows
from optimizer.tables.headers.unread_columns import unread_columns
from optimizer.tables.layout.context import Carriers
from optimizer.tables.printed import CellError, is_blank, printed
from optimizer.tables.records.body import Body
from optimizer.tables.records.room_areas import choose_area
from optimizer.tables.records.room_status import status_of_rooms
from optimizer.tables.values.dates import day_in
from optimizer.tables.values.lengths import last_day, months_in, start_and_months
from optimizer.tables.vocabulary import synonym_data
from optimizer.tables.words import plain


def recast(body: Body, carriers: Carriers) -> list[Fault]:
    """Turn what can be turned, in place; tell what was made, and what was left unread."""
    faults = [*_lease_ends(body), *units_of_rows(body)]
    if body.key == "rooms":
        faults += [*choose_area(body, carriers), *status_of_rooms(body)]
    if body.key == "carriers":
        _closed(body)
    return [*faults, *unread_columns(body)]


def _lease_ends(body: Body) -> list[Fault]:
    """Where the end of a lease should stand, its length does: it is counted from its start."""
    at = body.named.columns.get("lease_end")
    if at is None or body.key not in ("projects", "rooms"):
        return []
    start = body.named.columns.get("entered")
    if start is None and body.key == "rooms":
        start = next((h.column for h in body.own_heads() if begins_lease(h)), None)
    cells = [cell for cell in body.given(at) if isinstance(cell, str | float | int)]
    unit = body.named.lease_unit
    lengths = {cell: months for cell in cells if (months := months_in(cell, unit)) is not None}
    both = {cell: found for cell in cells if (found := start_and_months(cell)) is not None}
    if not lengths and not both:
        return []
    examples: list[str] = []

    def end_of(i: int, cell: Any) -> Any:
        months, began = lengths.get(cell), body.rows[i][start] if start is not None else None
        if cell in both:
            began, months = both[cell]
        day = day_in(began, "first") if months is not None and not is_blank(began) else None
        if months is None or day is None or day.day is None or day.other is not None:
            return None
        examples.append(str(day.day))
        return last_day(day.day, months)

    changed, first = body.rewrite(at, end_of)
    if not changed:
        return []
    values = {"start": examples[0], "day": str(body.rows[changed[0]][at])}
    count = str(len(changed))
    return [body.told("lease_from_length", changed[0], at, first, count=count, **values)]


def _closed(body: Body) -> None:
    """A carrier that is closed is not there to let: it says from when, or it is at fault."""
    at = body.named.columns.get("status")
    if at is None:
        return
    words = {plain(word) for word in synonym_data()["closed"]["words"]}
    if not any(isinstance(cell, str) and plain(cell) in words for cell in body.given(at)):
        return
    closes = body.named.columns.get("closes")

    def told(i: int, cell: Any) -> Any:
        if not isinstance(cell, str) or plain(cell) not in words:
            return None
        dated = closes is not None and not is_blank(body.rows[i][closes])
        return "" if dated else CellError(printed(cell), "carrier_closed")

    body.rewrite(at, told)
