"""Files sent to a page stay in memory: Django would write larger ones to the disk before anybody looked at them."""

import os
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

VARIABLE = "OUZEL_UPLOAD_MB"
MEGABYTE = 1024 * 1024
DEFAULT = 256


def most() -> int:
    """Bytes of the largest file that pages take."""
    return int(os.environ.get(VARIABLE) or DEFAULT) * MEGABYTE


class TooLarge(RequestDataTooBig):
    """More than pages take; answered with 400 and these words."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The file is larger than {limit // MEGABYTE} MB, which is the most that this page takes, since nothing of "
            "it may be written to the disk. Send it in parts, pack it with gzip, or have it loaded with the command "
            "`ouzel activity load` on the server."
        )


class MemoryOnly(MemoryFileUploadHandler):
    """Django's handler for small files, for all: a file is in memory whole, or refused while it still comes in."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        """Refuse at once what says that it is too large."""
        self.limit, self.received = most(), 0
        if content_length > self.limit + MEGABYTE:  # a request has more than the file
            raise TooLarge(self.limit)
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece of the file; TooLarge where it becomes too much."""
        self.received += len(raw_data)
        if self.received > self.limit:
            raise TooLarge(self.limit)
        self.file.write(raw_data)
