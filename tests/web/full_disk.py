"""Run as a module: the child of a run that meets a full disk when its report is already written."""

from pathlib import Path

from optimizer.web.runs import carry_out_in_child as child
from optimizer.web.work.inside import Channel, work_in_child


def carry_out_on_a_full_disk(folder: Path, channel: Channel) -> None:
    """The report still fits; what is written after it goes to a device that is always full."""
    made = Path.mkdir

    def mkdir(path: Path, *args: object, **kwargs: object) -> None:
        made(path, *args, **kwargs)  # type: ignore[arg-type]
        result = path / "result.json"
        if path.name == "making" and not result.is_symlink():
            result.symlink_to("/dev/full")

    Path.mkdir = mkdir  # type: ignore[assignment, method-assign]
    child.carry_out_order(folder, channel)


if __name__ == "__main__":
    raise SystemExit(work_in_child(carry_out_on_a_full_disk))
