"""Columns that were not used though they look as if they should be: each is told once."""

from typing import Final

from optimizer.faults import Fault
from optimizer.tables.headers.header_match import Head, find, is_own
from optimizer.tables.headers.header_told import cell_of
from optimizer.tables.headers.header_words import is_lease_group, lease_word
from optimizer.tables.printed import printed
from optimizer.tables.records.body import Body
from optimizer.tables.schema import schema
from optimizer.tables.values.choices import word_of
from optimizer.tables.words import plain, without_bracket

_HALF: Final = 0.5
_LEASED: Final = ("projects", "rooms")
_MOST_WORDS: Final = 200
"""A column with more different texts holds names or remarks, not statuses."""


def unread_columns(body: Body) -> list[Fault]:
    """The warnings of a table's own columns that hold statuses, or say something of a lease."""
    told = {each.cell for each in body.named.faults}
    faults: list[Fault] = []
    for head in body.own_heads():
        if cell_of(head) in told:
            continue
        if _of_lease(body, head) and body.given(head.column):
            faults.append(body.place.fault("lease_column_unread", head, {}, warn=True))
        elif "status" not in body.named.columns and (words := _statuses(body, head)):
            faults.append(body.place.fault("status_column_unread", head, words, warn=True))
    return faults


def _of_lease(body: Body, head: Head) -> bool:
    base = without_bracket(plain(head.lower))[0]
    end, _, sure = lease_word(base)
    if body.key not in _LEASED or is_own(head.lower):
        return False
    if not ((end and sure) or is_lease_group(head.upper)):
        return False
    # What is known on a list of projects, such as 起租日, needs no word on a list of rooms.
    known = find(body.key, head.upper, head.lower) or find("projects", head.upper, head.lower)
    return known is None or (not known.sure and known.keys[0] not in body.named.columns)


def _statuses(body: Body, head: Head) -> dict[str, str]:
    """Words of a status in a column, with how many cells of it they fill."""
    column = schema()[body.key].by_key.get("status")
    vocabulary = column.choices if column is not None else None
    if vocabulary is None:
        return {}
    written = body.distinct(head.column)
    if len(written) > _MOST_WORDS:
        return {}
    known = [each for each in written if word_of(vocabulary, each).problem is None]
    asked = find(body.key, head.upper, head.lower)
    open_status = asked is not None and "status" in asked.keys
    if not known or (len(known) < _HALF * len(written) and not open_status):
        return {}
    count = sum(printed(body.rows[i][head.column]) in known for i in body.kept)
    return {"word": known[0], "count": str(count)}
