"""Numbers as bytes."""

import _native


class error(Exception):
    pass


def _data(data):
    if not isinstance(data, (bytes, bytearray)):
        raise TypeError("a bytes-like object is required, not '" + type(data).__name__ + "'")
    return data


def calcsize(format, /):
    size = _native._struct_size(format)
    if isinstance(size, str):
        raise error(size)
    return size


def pack(format, /, *values):
    data = _native._struct_pack(format, values)
    if isinstance(data, str):
        raise error(data)
    return data


def unpack(format, data, /):
    size = calcsize(format)
    if len(_data(data)) != size:
        raise error("unpack requires a buffer of " + str(size) + " bytes")
    return _native._struct_unpack(format, data, 0)


def _offset(size, length, offset, negative, positive, doing):
    """Where a struct begins in a buffer, counted from its beginning."""
    if offset < 0:
        if offset + size > 0:
            raise error(negative + " " + str(size) + " bytes at offset " + str(offset))
        if offset + length < 0:
            raise error("offset %d out of range for %d-byte buffer" % (offset, length))
        offset += length
    if length - offset < size:
        raise error(
            "%s requires a buffer of at least %d bytes for %s %d bytes at offset %d (actual buffer size is %d)"
            % (positive, size + offset, doing, size, offset, length)
        )
    return offset


def unpack_from(format, /, buffer, offset=0):
    size = calcsize(format)
    length = len(_data(buffer))
    offset = _offset(size, length, offset, "not enough data to unpack", "unpack_from", "unpacking")
    return _native._struct_unpack(format, buffer, offset)


def pack_into(format, buffer, offset, /, *values):
    data = pack(format, *values)
    if not isinstance(buffer, bytearray):
        raise TypeError("argument must be read-write bytes-like object, not " + type(buffer).__name__)
    offset = _offset(len(data), len(buffer), offset, "no space to pack", "pack_into", "packing")
    buffer[offset : offset + len(data)] = data


def iter_unpack(format, buffer, /):
    size = calcsize(format)
    if size == 0:
        raise error("cannot iteratively unpack with a struct of length 0")
    if len(_data(buffer)) % size:
        raise error("iterative unpacking requires a buffer of a multiple of " + str(size) + " bytes")
    return iter([_native._struct_unpack(format, buffer, at) for at in range(0, len(buffer), size)])


class Struct:
    def __init__(self, format):
        self.format = format
        self.size = calcsize(format)

    def pack(self, *values):
        return pack(self.format, *values)

    def unpack(self, data, /):
        return unpack(self.format, data)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)

    def pack_into(self, buffer, offset, /, *values):
        pack_into(self.format, buffer, offset, *values)

    def iter_unpack(self, buffer, /):
        return iter_unpack(self.format, buffer)
