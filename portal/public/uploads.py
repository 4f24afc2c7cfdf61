"""Attachments, sealed while they arrive.

Every file of the form is sealed as its bytes come off the network and goes straight into the blob store: the plaintext
is never in a file. When nothing else is wrong with the form, a view has the files treated: one after the other is
opened in memory, cleaned in a child process, and sealed to the request's *files identity* (ADR 0011).

What a view does:

    uploads = request.uploads                 # reads the whole form; `request.form` works as always
    uploads.refused                           # which files were not taken, and why: show the form again, text intact
    uploads.treat()                           # clean; then look at `refused` once more
    uploads.keep()                            # durable now; then one commit that names the blobs, then the receipt
    uploads.file_list, uploads.sealed_files   # for the envelope, and for the letterbox
    uploads.discard()                         # when the commit turned out to be unneeded (`AlreadyDropped`)

Whatever was not kept is gone when the request ends, however it ends. After `keep` nothing is removed on its own: when a
commit's outcome is unknown, a blob too many is swept one day, but a blob too few would be an attachment lost.
"""

from typing import Any, ClassVar, NoReturn

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

from portal.blobs import BlobStore
from portal.cleaning.workshop import Workshop
from portal.public.attachments import NotTaken, Refused, Upload, Uploads
from portal.public.limits import Limits, Why
from portal.public.multipart import StreamingForm

__all__ = ["Limits", "NotTaken", "Refused", "SealingRequest", "Upload", "Uploads", "Why", "sealing_request"]


class SealingRequest(Request):
    """A request whose files are sealed while they are parsed. Made for a door by `sealing_request`."""

    blob_store: ClassVar[BlobStore]
    limits: ClassVar[Limits]
    workshop: ClassVar[Workshop]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._narrowed: int | None = None
        self._uploads = Uploads(self.blob_store, self.limits, self.workshop)

    @property
    def uploads(self) -> Uploads:
        """The files of this request; reads the form first. Raise like `form`: BadRequest, RequestEntityTooLarge."""
        self._load_form_data()
        return self._uploads

    @property
    def max_content_length(self) -> int | None:
        """How many bytes of body are read. Only a form with files may be large: another body is read into memory whole.

        Setting it can only lower it.
        """
        own = self.limits.ceiling if self.mimetype == "multipart/form-data" else self.limits.text_bytes
        return own if self._max_content_length is None else min(own, self._max_content_length)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def make_form_data_parser(self) -> StreamingForm:
        """Read forms with the parser that has no temporary files."""
        return StreamingForm(self._uploads.arriving, self.limits.text_bytes, self.parameter_storage_class)

    def close(self) -> None:
        """Remove every blob that was not kept. Flask calls this at the end of every request, failed or not."""
        super().close()
        self._uploads.close()

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except BaseException:
            # What is left of a broken body is no form: the page that says so must not try to read one again.
            self.__dict__.setdefault("form", ImmutableMultiDict())
            self.__dict__.setdefault("files", ImmutableMultiDict())
            self._uploads.discard()
            raise

    def _get_file_stream(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise RuntimeError("files are sealed while they are parsed; nothing may spool them")


def sealing_request(store: BlobStore, limits: Limits, workshop: Workshop) -> type[SealingRequest]:
    """Make the request class of a door (`Flask.request_class`): files go into `store`, cleaned, within `limits`."""
    parts = {"blob_store": store, "limits": limits, "workshop": workshop}
    return type("SealingRequest", (SealingRequest,), parts)
