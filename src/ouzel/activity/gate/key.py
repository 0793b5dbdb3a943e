"""The key of the pseudonyms: made once and kept, or given by the operator.

Whoever has the key and a list of NHS numbers can tell who is behind a pseudonym, and without the key the same person
gets another pseudonym in the next file: guard it, and keep a copy of it apart from the data.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ouzel.core.server.errors import ServerFault
from ouzel.core.server.places import home, make_folder

VARIABLE = "OUZEL_PSEUDONYM_KEY"
NAME = "pseudonym_key"
BYTES = 32
SHORTEST = 32  # characters of a key that is given


@dataclass(frozen=True)
class Key:
    """A secret of at least 32 bytes. It is not shown where the value is printed."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < SHORTEST:
            raise ServerFault(f"The key of the pseudonyms is too short: give at least {SHORTEST} characters.")

    @property
    def fingerprint(self) -> str:
        """Eight characters by which two keys are told apart; nothing of the key can be had from them."""
        return hmac.digest(self.secret, b"ouzel fingerprint", "sha256").hex()[:8]

    @property
    def pads(self) -> tuple[bytes, bytes]:
        """What HMAC-SHA256 puts before the message, and before the inner sum. Source: RFC 2104."""
        block = self.secret if len(self.secret) <= 64 else hashlib.sha256(self.secret).digest()
        block = block.ljust(64, b"\0")
        return bytes(octet ^ 0x36 for octet in block), bytes(octet ^ 0x5C for octet in block)

    @classmethod
    def kept(cls, folder: Path | None = None, *, environment: Mapping[str, str] = os.environ) -> "Key":
        """The key given in OUZEL_PSEUDONYM_KEY, else the one in `folder` (our home), made on first use.

        ServerFault where it is too short, cannot be kept, or can be read by others.
        """
        given = environment.get(VARIABLE, "")
        if given:
            return cls(given.encode())
        folder = folder or home()
        path = folder / NAME
        try:
            if not path.exists():
                _make(folder, path)
            if path.stat().st_mode & 0o077:
                raise ServerFault(
                    f"The key of the pseudonyms in {path} can be read by others: take their rights away "
                    f"(chmod 600 {path}), and ask who may have seen it."
                )
            return cls(path.read_text().strip().encode())
        except OSError as error:
            raise ServerFault(
                f"The key of the pseudonyms cannot be kept in {path} ({error.strerror}). Set OUZEL_HOME to a folder "
                f"that you may write to, or give the key in {VARIABLE}."
            ) from error


def _make(folder: Path, path: Path) -> None:
    make_folder(folder, mode=0o755 if os.geteuid() == 0 else 0o700)
    mine = folder / f"{NAME}.{os.getpid()}"
    handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(BYTES))
    try:
        os.link(mine, path)  # whole at once; the first one wins
    except FileExistsError:
        pass
    finally:
        mine.unlink()
