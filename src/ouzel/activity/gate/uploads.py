"""Files sent to a page stay in memory: Django would write larger ones to the disk before anybody looked at them."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile
from django.http import HttpRequest

_REFUSED = "_ouzel_upload_refused"
MEGABYTE = 1024 * 1024


class MemoryOnly(MemoryFileUploadHandler):
    """Django's handler for small files, for all: a file is in memory whole, or left out where it is too large.

    The most is FILE_UPLOAD_MAX_MEMORY_SIZE of the settings. A file that is left out is not in `request.FILES`, and
    `refused_upload` says why; the rest of the form comes through.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        """Take the file whatever its size; it is counted as it comes."""
        self.activated = True
        self.received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with another file of the form."""
        self.received = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece of the file; one that becomes too large is let go at once."""
        limit = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        self.received += len(raw_data)
        if self.received > limit:
            self.file.close()
            setattr(self.request, _REFUSED, _too_large(limit))
            raise SkipFile
        self.file.write(raw_data)


def refused_upload(request: HttpRequest) -> str:
    """Why a file of the form was not taken, in words for the form; "" where all were."""
    return str(getattr(request, _REFUSED, ""))


def _too_large(limit: int) -> str:
    return (
        f"The file is larger than {limit // MEGABYTE} MB, which is the most that this page takes, since nothing of it "
        "may be written to the disk. Pack it with gzip, send it in parts, or have it loaded on the server with the "
        "command ouzel activity load."
    )
