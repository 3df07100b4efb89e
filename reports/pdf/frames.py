"""Messages between a builder and its workers: a number that says what it is, a length, and so many bytes."""

import struct
from typing import BinaryIO

HEAD = struct.Struct(">BQ")


def send(stream: BinaryIO, kind: int, payload: bytes) -> None:
    """Write one message."""
    stream.write(HEAD.pack(kind, len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[int, bytes]:
    """Return the next message. Raises EOFError when the other side ended before it was whole."""
    kind, length = HEAD.unpack(_read(stream, HEAD.size))
    return kind, _read(stream, length)


def _read(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
