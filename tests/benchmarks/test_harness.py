"""The harness runs the real program and reports what it said."""

from pathlib import Path

from tests.benchmarks.harness import PHASES, Instance, markdown, measure

TINY = Instance("tiny", 20, 6, 6, seed=1, seconds=20)


def test_every_phase_of_a_tiny_case_is_timed_and_reported(tmp_path: Path) -> None:
    measured = measure(TINY, tmp_path, runs=1)
    assert all(measured.seconds(phase) > 0 for phase in PHASES)
    parts = sum(measured.seconds(phase) for phase in PHASES if phase != "total")
    assert parts <= measured.seconds("total") * 1.01
    page = markdown([measured])
    for word in ("| tiny |", "optimal", "peak MB", *PHASES):
        assert word in page
    assert str(tmp_path) not in page
