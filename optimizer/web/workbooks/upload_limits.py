"""The size limit of an upload, held while it comes in, before anything is looked at."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

from optimizer.limits import MAX_UPLOAD_BYTES

ROOM_FOR_FORM_BYTES = 64 * 1024
"""What the form around the files may take."""


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes files to the data folder's disk, and refuses more than the limit together.

    The announced length is looked at first and what really comes is counted, so that a
    request that lies is refused as well.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Refuse by the announced length."""
        if content_length > MAX_UPLOAD_BYTES + ROOM_FOR_FORM_BYTES:
            raise RequestDataTooBig(f"{content_length} bytes announced")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Refuse by what has come in so far."""
        self._received += len(raw_data)
        if self._received > MAX_UPLOAD_BYTES:
            self.file.close()  # and with it what was written so far
            raise RequestDataTooBig("more bytes than announced")
        return super().receive_data_chunk(raw_data, start)
