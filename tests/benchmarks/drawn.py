"""What the benchmark family is drawn from, and what is drawn: projects and carriers as arrays."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.words import STAGES
from optimizer.quarters import parse_quarter_label

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

START: Final = parse_quarter_label("2026Q1")
SOURCE: Final = "合成数据 synthetic"

FIRST_STAGE: Final = (0.55, 0.28, 0.13, 0.04)
GOES_ON: Final = (0.50, 0.35, 0.40)
AREA_M2: Final = ((20.0, 60.0), (50.0, 500.0), (500.0, 3_000.0), (2_000.0, 15_000.0))
QUARTERS: Final = ((2, 4), (6, 12), (6, 12))
SITTING: Final = 0.15
MOVABLE: Final = 0.20
ARRIVING: Final = 0.92
INDUSTRY_SHARES: Final = (0.22, 0.18, 0.15, 0.13, 0.11, 0.09, 0.07, 0.05)

CARRIER_STAGE: Final = (0.18, 0.27, 0.28, 0.27)
SERVES_NEIGHBOUR: Final = 0.5
PER_CAMPUS: Final = 10
OPEN_AT_START: Final = 0.22
SIZE_SIGMA: Final = 0.5
LARGEST_SHARE: Final = 0.9
"""No stay is larger than this share of the largest carrier that serves its stage."""

ELIGIBLE: Final = 0.225
FLOOR_LOAD_KN_M2: Final = (3.0, 5.0, 10.0, 15.0)
CLEAR_HEIGHT_M: Final = (3.0, 4.5, 6.0, 8.0)
POWER_KVA: Final = (100.0, 315.0, 800.0, 2_000.0)
LEVELS: Final = (FLOOR_LOAD_KN_M2, CLEAR_HEIGHT_M, POWER_KVA)
CLEAN_SUPPLY: Final = 0.35
CLEAN_NEED: Final = (0.05, 0.10, 0.15, 0.15)
CLEAN: Final = "ISO 7"
ORDINARY: Final = "ISO 9"

INDUSTRY_MAX: Final = 0.45
INDUSTRY_MIN: Final = 0.12


@dataclass
class Pipeline:
    """The projects and their stages as arrays; `has` says which (project, stage) exist."""

    first: Ints
    has: Bools
    area: Floats
    length: Ints
    earliest: Ints
    sitting: Bools
    home: Ints

    def demand(self, horizon: int) -> Floats:
        """Wished m² per stage and quarter if nobody waited; shape (4, horizon)."""
        project, stage = np.nonzero(self.has)
        begin = self.earliest[project, stage]
        end = np.minimum(begin + self.length[project, stage], horizon)
        steps = np.zeros((len(STAGES), horizon + 1))
        np.add.at(steps, (stage, begin), self.area[project, stage])
        np.add.at(steps, (stage, end), -self.area[project, stage])
        return np.cumsum(steps, axis=1)[:, :horizon]


@dataclass
class Stock:
    """The carriers as arrays."""

    main: Ints
    serves: Bools
    opens: Ints
    size: Floats


def wished_stays(wishes: Pipeline) -> Ints:
    """(project, stage) of every stay that is wished for, not sat in already."""
    asked = wishes.has.copy()
    sits = np.flatnonzero(wishes.sitting)
    asked[sits, wishes.first[sits]] = False
    return np.argwhere(asked)
