"""A column 单位 that says row by row in what unit the amounts beside it are."""

from typing import Any, Final

from optimizer.faults import Fault
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.records.body import Body
from optimizer.tables.schema import schema
from optimizer.tables.values.numbers import amount_in, number_in
from optimizer.tables.values.units_of import Scale, scale_of
from optimizer.tables.vocabulary import synonym_data
from optimizer.tables.words import plain, without_bracket

_FAMILIES: Final = ("m2", "yuan_10k")


def units_of_rows(body: Body) -> list[Fault]:
    """Write the unit of the row behind its amounts; tell a column whose units are not used."""
    names = {plain(word) for word in synonym_data()["unit_column"]["headers"]}
    for head in body.own_heads():
        if without_bracket(plain(head.lower))[0] not in names:
            continue
        written = body.distinct(head.column)
        for family in _FAMILIES:
            columns = _columns(body, family)
            known = {unit: _known(family, unit) for unit in written}
            if columns and written and all(known.values()):
                _apply(body, head.column, columns, family)
                return []
            if any(scale is not None and scale.factor != 1 for scale in known.values()):
                return [body.place.fault("unit_column_unread", head, {}, warn=True)]
    return []


def _known(family: str, unit: str) -> Scale | None:
    """A unit of the family; 万 alone and 元 of an area are none."""
    scale = scale_of(family, unit)
    return scale if scale is not None and scale.refused != "rent_unit" else None


def _columns(body: Body, family: str) -> dict[int, str]:
    """Columns of amounts of a kind, with the unit their headers state."""
    found: dict[int, str] = {}
    for sheet, named, units in (
        (body.key, body.named.columns, body.named.units),
        ("stays", body.named.needs, body.named.need_units),
    ):
        by_key = schema()[sheet].by_key
        keys = [key for key in named if key in by_key and by_key[key].unit == family]
        found |= {named[key]: units.get(key, "") for key in keys}
    return found


def _apply(body: Body, of_unit: int, columns: dict[int, str], family: str) -> None:
    for at, stated in columns.items():
        usual = _known(family, stated) if stated else Scale(1.0)

        def with_unit(i: int, cell: Any, usual: Scale | None = usual) -> Any:
            unit = body.rows[i][of_unit]
            if is_blank(unit) or is_blank(cell) or _known(family, printed(unit)) == usual:
                return None
            amount = amount_in(cell) if isinstance(cell, str) else None
            bare = amount is not None and not amount.low_unit and not amount.high_unit
            return f"{printed(cell)}{printed(unit)}" if number_in(cell) or bare else None

        body.rewrite(at, with_unit)
