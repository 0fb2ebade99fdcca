"""How long a proof may keep its core without getting on."""

from optimizer.solving.columns.proof import PATIENCE, Patience
from optimizer.solving.progress import Watch


def test_a_proof_that_stands_still_gives_its_core_away() -> None:
    watch = Watch(seconds=100.0)
    patience = Patience(watch, lambda: True)
    watch.saw("prove", value=90.0, bound=100.0)
    assert patience.lasts()
    watch.started -= PATIENCE * 100.0 - 1.0
    assert patience.lasts()
    watch.saw("prove", bound=99.0)  # a tenth of the gap: begin to wait anew
    assert patience.lasts()
    watch.started -= PATIENCE * 100.0 - 1.0
    assert patience.lasts()
    watch.saw("prove", bound=98.999)  # next to nothing
    watch.started -= 2.0
    assert not patience.lasts()


def test_a_proof_ends_when_the_run_does() -> None:
    assert not Patience(Watch(seconds=100.0), lambda: False).lasts()
