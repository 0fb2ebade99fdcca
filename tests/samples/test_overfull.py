"""inputs/overfull.xlsx: nothing is wrong with the input, but its pins cannot all be kept."""

import pytest

from optimizer.domain.assemble import assemble
from optimizer.tables.read import read_tables
from tests.samples.write import INPUTS


def test_pins_promise_more_of_a_carrier_than_it_has() -> None:
    case, faults = assemble(*read_tables(INPUTS / "overfull.xlsx"))

    assert faults == ()
    assert case is not None
    assert case.synthetic
    pinned = [stay for pin in case.pins for stay in pin.stays if pin.kind == "must"]
    assert sum(case.stays[s].area_m2 for s in pinned) == pytest.approx(180 + 160 + 150)
    assert case.carriers[case.carrier_index["K1"]].capacity == 400
    # Whoever begins first is still there when the longest wait of the last one is over.
    shortest = min(case.stays[s].length for s in pinned)
    latest = max(case.stays[s].earliest for s in pinned) + case.settings.max_wait_quarters
    assert latest < min(case.stays[s].earliest for s in pinned) + shortest
