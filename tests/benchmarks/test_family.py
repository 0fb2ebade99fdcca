"""The benchmark family: sizes, load and eligibility as stated, and the same every time."""

from typing import Final

import numpy as np
import pandas as pd
import pytest

from optimizer.domain.case import Case
from optimizer.domain.fit import Fit
from optimizer.domain.words import STAGES
from tests.benchmarks.drawn import ELIGIBLE, INDUSTRY_SHARES, PER_CAMPUS, SITTING
from tests.benchmarks.family import family
from tests.benchmarks.harness import INSTANCES, Instance

LOAD_MARGIN: Final = 0.02


def load_of(case: Case) -> float:
    """Wished m² x quarters, if nobody waited, over open m² x quarters; counted stay by stay."""
    wished = 0.0
    for project in case.projects:
        quarter = 0
        for s in project.stays:
            stay = case.stays[s]
            begin = 0 if stay.is_present else max(quarter, stay.earliest)
            end = stay.length if stay.is_present else begin + stay.length
            wished += stay.area_m2 * (min(end, case.quarters) - min(begin, case.quarters))
            quarter = end
    return wished / float(case.lettable_m2.sum())


@pytest.mark.parametrize("instance", INSTANCES, ids=lambda instance: instance.name)
def test_load_and_eligibility_are_as_stated(instance: Instance) -> None:
    case = Case.from_tables(**instance.tables())
    wished = np.flatnonzero(case.stay_arrays.home < 0)
    fit = Fit.of(case, wished)
    assert (len(case.projects), len(case.carriers)) == (instance.projects, instance.carriers)
    assert case.quarters == instance.quarters
    assert load_of(case) == pytest.approx(instance.load, abs=LOAD_MARGIN)
    assert fit.allowed.mean() == pytest.approx(ELIGIBLE, abs=0.025)
    assert fit.allowed.any(axis=1).all(), "every stay fits somewhere"
    assert not fit.unknown[fit.allowed].any(), "nothing is unknown"


@pytest.mark.parametrize("load", [0.95, 1.2])
def test_another_load(load: float) -> None:
    case = Case.from_tables(**family(400, 30, 16, seed=5, load=load))
    assert load_of(case) == pytest.approx(load, abs=LOAD_MARGIN)


def test_the_same_arguments_give_the_same_tables_and_another_seed_does_not() -> None:
    first, again, other = (family(60, 8, 8, seed) for seed in (1, 1, 2))
    for name, table in first.items():
        pd.testing.assert_frame_equal(table, again[name])
    assert not first["projects"].equals(other["projects"])


def test_the_smallest_size_has_a_carrier_for_every_stage() -> None:
    carriers = family(20, 4, 4, seed=3)["carriers"]
    assert all(carriers["stages"].str.contains(stage).any() for stage in STAGES)


def test_a_soft_minimum_on_request() -> None:
    rules = family(20, 4, 4, seed=3, soft_minimum=True)["policy"]
    assert rules["rule"].tolist() == ["industry_share_max", "industry_share_min"]
    assert rules["strength"].tolist() == ["hard", "soft"]


def test_city_scale_tables_are_quick_to_make() -> None:
    tables = family(20_000, 400, 40, seed=1)
    assert len(tables["projects"]) == 20_000
    assert len(tables["stays"]) > 25_000
    assert len(tables["campuses"]) == 400 // PER_CAMPUS
    assert len(tables["industries"]) == len(INDUSTRY_SHARES) == 8
    sitting = (tables["projects"]["status"] == "sitting").mean()
    assert 0.05 < sitting <= SITTING + 0.02
