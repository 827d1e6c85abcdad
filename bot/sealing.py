"""Sealing a copy of the store with a passphrase: scrypt for the key, AES-GCM for each piece together with its place."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"TIENDO1\n"
PIECE_BYTES = 4 * 1024 * 1024
_SALT_BYTES, _NONCE_BYTES = 16, 12


class SealError(Exception):
    """The passphrase is wrong, or the file was changed or cut short."""


def is_sealed(file: Path) -> bool:
    """Whether a file is a sealed copy."""
    with file.open("rb") as source:
        return source.read(len(MAGIC)) == MAGIC


def seal(source: Path, target: Path, passphrase: str) -> None:
    """Writes a sealed copy of a file. Needs memory for one piece only."""
    salt = os.urandom(_SALT_BYTES)
    cipher = AESGCM(_key(passphrase, salt))
    with source.open("rb") as reading, target.open("wb") as writing:
        writing.write(MAGIC + salt)
        for number, (piece, last) in enumerate(_pieces(reading)):
            nonce = os.urandom(_NONCE_BYTES)
            sealed = cipher.encrypt(nonce, piece, _place(number, last=last))
            writing.write(struct.pack(">?I", last, len(sealed)) + nonce + sealed)


def unseal(source: Path, target: Path, passphrase: str) -> None:
    """Writes the file that was sealed. Raises SealError, and leaves no target, where anything is wrong."""
    try:
        with source.open("rb") as reading, target.open("wb") as writing:
            if reading.read(len(MAGIC)) != MAGIC:
                raise SealError("not a sealed copy")
            cipher = AESGCM(_key(passphrase, reading.read(_SALT_BYTES)))
            for piece in _opened(reading, cipher):
                writing.write(piece)
    except (InvalidTag, struct.error, SealError) as error:
        target.unlink(missing_ok=True)
        raise SealError("the passphrase is wrong, or the copy is damaged") from error


def _opened(reading: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    number, last = 0, False
    while not last:
        last, length = struct.unpack(">?I", reading.read(5))
        if length > PIECE_BYTES + 16:
            raise SealError("damaged")
        nonce = reading.read(_NONCE_BYTES)
        yield cipher.decrypt(nonce, reading.read(length), _place(number, last=last))
        number += 1


def _pieces(reading: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    piece = reading.read(PIECE_BYTES)
    while True:
        following = reading.read(PIECE_BYTES)
        yield piece, not following
        if not following:
            return
        piece = following


def _place(number: int, *, last: bool) -> bytes:
    """What binds a piece to its place, so that none can be left out, doubled or put elsewhere."""
    return struct.pack(">Q?", number, last)


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
