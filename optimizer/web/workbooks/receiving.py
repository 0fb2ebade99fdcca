"""Taking an upload in: stored whole under its id, then read by a worker."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from optimizer.labels import Lang
from optimizer.tables.headers.mapping import Answers, mapping_text, read_mapping
from optimizer.tables.headers.questions import NotAsked, answered
from optimizer.web.files.names import INPUT, MAPPING, file_name, same_file, twice
from optimizer.web.files.store import folder_of, made_whole, remove
from optimizer.web.work.queued import Status
from optimizer.web.workbooks.upload import FILES, Upload

Write = Callable[[Path], None]


class Refused(ValueError):  # noqa: N818 - said to the user as a sentence
    """The upload cannot be taken; `key` and `values` say why."""

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values
        super().__init__(key)


def receive(owner: User, files: "Sequence[UploadedFile[Any]]", lang: Lang) -> Upload:
    """Take new workbooks in."""
    names, writes = _checked(files)
    return _stored(Upload(id=uuid4(), owner=owner, lang=lang, names=names), writes)


def receive_sample(owner: User, sample: Path, lang: Lang) -> Upload:
    """Take a sample in, like an upload."""
    upload = Upload(id=uuid4(), owner=owner, lang=lang, names=[sample.name], sample=sample.stem)
    return _stored(upload, [lambda target: same_bytes(sample, target)])


def receive_corrected(upload: Upload, files: "Sequence[UploadedFile[Any]]", lang: Lang) -> Upload:
    """Take corrected workbooks in, in the place of those before; what was answered still holds."""
    if not upload.is_over:
        raise Refused("still_reading")
    names, writes = _checked(files)
    # Answers with which nothing could be read are not carried on.
    kept = upload.has_answers and upload.status == Status.DONE
    mapping = upload.mapping.read_bytes() if kept else b""
    upload.names, upload.sample = names, ""
    return _anew(upload, writes, mapping, lang)


def receive_answers(upload: Upload, given: Mapping[str, str], lang: Lang) -> Upload:
    """Take answers on headers and tables, and have the same workbooks read with them."""
    if not upload.is_over:
        raise Refused("still_reading")
    before = read_mapping(upload.mapping)[0] if upload.has_answers else Answers()
    try:
        answers = answered(upload.questions, given, before)
    except NotAsked as error:
        raise Refused("not_asked") from error
    if _said(answers) == _said(before):
        raise Refused("no_answer")
    writes = [partial(same_file, file) for file in upload.files]
    entries = (*answers.tables, *answers.headers)
    return _anew(upload, writes, mapping_text(entries, lang).encode("utf-8", "replace"), lang)


def _said(answers: Answers) -> frozenset[tuple[str, ...]]:
    """What answers come to, whatever their order."""
    tables = ((each.file, each.sheet, each.cell, each.means) for each in answers.tables)
    headers = ((each.file, each.sheet, each.header, each.means) for each in answers.headers)
    return frozenset((*tables, *headers))


def _anew(upload: Upload, writes: Sequence[Write], mapping: bytes, lang: Lang) -> Upload:
    """The next revision of an upload, to be read; the one before goes."""
    before = upload.folder
    upload.revision += 1
    upload.lang = lang
    upload.status, upload.attempts, upload.worker = Status.WAITING, 0, ""
    upload.summary, upload.said, upload.finished = {}, {}, None
    stored = _stored(upload, writes, mapping)
    remove(before)
    return stored


def same_bytes(source: Path, target: Path) -> None:
    """Copy a file's bytes."""
    target.write_bytes(source.read_bytes())


def _checked(files: "Sequence[UploadedFile[Any]]") -> tuple[list[str], list[Write]]:
    if not files:
        raise Refused("no_file")
    names = [file_name(file.name or "") for file in files]
    if same := twice(names):
        raise Refused("same_name", name=same)
    return names, [_writer(file) for file in files]


def _writer(file: "UploadedFile[Any]") -> Write:
    def write(target: Path) -> None:
        with target.open("wb") as stream:
            for chunk in file.chunks():
                stream.write(chunk)

    return write


def _stored(upload: Upload, writes: Sequence[Write], mapping: bytes = b"") -> Upload:
    """The files on the disk, then the row and its place in the queue; all of it or nothing."""
    with made_whole(upload.folder) as folder:
        (folder / FILES).mkdir()
        for number, write in enumerate(writes, 1):
            write(folder / FILES / str(number))
        if mapping:
            (folder / MAPPING).write_bytes(mapping)
    try:
        with transaction.atomic():
            upload.save()
            upload.enqueue()
    except BaseException:
        remove(upload.folder)
        raise
    return upload


def forget(upload: Upload) -> None:
    """Delete an upload: row and files. Runs keep their own copy of the input."""
    folder = folder_of(upload.kind, upload.key)
    upload.delete()
    remove(folder)


def copied_input(upload: Upload, folder: Path) -> None:
    """The workbooks of an upload and the answers about them, as a run's own."""
    (folder / INPUT).mkdir()
    for number, file in enumerate(upload.files, 1):
        same_file(file, folder / INPUT / str(number))
    if upload.has_answers:
        same_file(upload.mapping, folder / MAPPING)


def state_of(upload: Upload) -> dict[str, Any]:
    """What the page asks for while it waits."""
    return {"status": upload.status, "over": upload.is_over, "revision": upload.revision}
