"""Carriers as other sheets name them: 东区一号楼 is 东区1#楼, A座 in the park 留创园 is 留创园A座.

A name that stands on the carriers' sheet is left as it is, unless several carriers have it and
the row's park says which is meant. Another way to write the name of exactly one is read as
that one, and told once per value. What is left is told when the case is assembled.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from optimizer.faults import Fault
from optimizer.tables.buildings import Buildings, qualified_ids
from optimizer.tables.names import same_key
from optimizer.tables.table import Table
from optimizer.tables.values.columns import object_array

NAMING: Final = (
    ("rooms", "carrier"),
    ("projects", "present_carrier"),
    ("projects", "wanted_carrier"),
    ("pins", "carrier"),
    ("pairs", "carrier"),
    ("conversions", "carrier"),
)
"""Columns of other sheets that name a carrier."""
_IN_A_PARK: Final = frozenset({("rooms", "carrier"), ("projects", "present_carrier")})


def buildings_of(carriers: Table) -> Buildings:
    """The carriers of the sheet by the ways they may be named."""
    keys = ("carrier", "name", "campus")
    return Buildings.of(zip(*(map(str, carriers.frame[key]) for key in keys), strict=True))


def tell_apart(carriers: Table) -> tuple[Table, list[Fault]]:
    """Carriers of one name in several campuses get the campus in front of their id."""
    ids, campuses = (list(map(str, carriers.frame[key])) for key in ("carrier", "campus"))
    apart = qualified_ids(ids, campuses)
    if not apart:
        return carriers, []
    first = min(apart)
    told = carriers.fault(first, "carrier", "carriers_of_one_name", "warning", ids[first],
                          count=len(apart), id=apart[first])  # fmt: skip
    column = pd.Series([apart.get(i, each) for i, each in enumerate(ids)], dtype=object)
    return replace(carriers, frame=carriers.frame.assign(carrier=column)), [told]


def settle_carriers(
    table: Table, key: str, known: Buildings, sites: Collection[str] = ()
) -> tuple[Table, list[Fault]]:
    """Give the carriers a column names the spelling of the carriers' sheet.

    `sites` are no carriers and may be named beside them.
    """
    values = [each if each not in sites else "" for each in table.frame[key].tolist()]
    plainly = {each: known.exact(each) for each in dict.fromkeys(values) if each}
    sure = {each for each, ids in plainly.items() if len(ids) == 1 and each in known.names}
    if len(sure) == len(plainly):
        return table, []
    parks = _parks(table, known) if (table.sheet, key) in _IN_A_PARK else [""] * len(values)
    pairs = list(zip(values, parks, strict=True))
    read: dict[tuple[str, str], str] = {}
    faults: list[Fault] = []
    for i, pair in enumerate(pairs):
        written, park = pair
        if not written or written in sure or pair in read:
            continue
        answers = known.answers(written, park)
        one = answers[0] if len(answers) == 1 else ""
        sole = len(plainly[written]) == 1
        read[pair] = known.spelling(written) if sole else known.shown(one) if one else written
        # Park and building together are the name: nothing was interpreted.
        whole = {same_key(park + written)} & {same_key(one), same_key(read[pair])}
        if one and not plainly[written] and not whole:
            told = {"what": "@sheet.carriers.label", "name": read[pair]}
            faults.append(table.fault(i, key, "name_read_as", "warning", written, **told))
    written_as = table.frame[key].tolist()
    settled = [read.get(pair, each) for pair, each in zip(pairs, written_as, strict=True)]
    column = pd.Series(object_array(settled), dtype=object)
    return replace(table, frame=table.frame.assign(**{key: column})), faults


def _parks(table: Table, known: Buildings) -> Sequence[str]:
    """The park each row says it lies in, in a column of the user's own or above the table."""
    above = [block.campus for block in table.blocks]
    parks = [above[int(each)] for each in table.block]
    for own in table.own_columns:
        column = table.frame[own].tolist()
        words = {each for each in column if isinstance(each, str) and each}
        if words and all(known.campus(each) for each in words):
            return [str(said or park) for said, park in zip(column, parks, strict=True)]
    return parks
