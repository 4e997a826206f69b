#!/usr/bin/env python3
"""Reads a compact tape by docs/tape_format.md alone, and compares it with the CSV that it was made of.

    read_tape.py PROGRAM QUOTES_CSV
"""
import csv
import pathlib
import struct
import subprocess
import sys
import tempfile
from decimal import Decimal


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


class Bytes:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        part = self.data[self.at:self.at + size]
        assert len(part) == size
        self.at += size
        return part

    def varint(self):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def zigzag(self):
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def fixed(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def is_at_end(self):
        return self.at == len(self.data)


def read_footer(data):
    footer_offset, size, crc, own_crc, mark = struct.unpack("<QIII4s", data[-24:])
    assert mark == b"FWTE" and own_crc == crc32c(data[-24:-8])
    footer = data[footer_offset:footer_offset + size]
    assert crc == crc32c(footer) and footer_offset + size + 24 == len(data)
    read = Bytes(footer)
    faults = [read.varint() for _ in range(read.varint())]
    instruments = []
    for _ in range(read.varint()):
        symbol = read.take(read.varint()).decode()
        quotes, first, span, multiplier = read.varint(), read.zigzag(), read.varint(), read.zigzag()
        bands = [(read.zigzag(), read.zigzag()) for _ in range(read.varint())]
        instruments.append(dict(symbol=symbol, quotes=quotes, first=first, last=first + span,
                                multiplier=multiplier, bands=bands, list_size=read.varint(),
                                list_crc=read.fixed("<I")))
    last, offset, blocks = read.zigzag(), 17, []
    for _ in range(read.varint()):
        size, gap, span, quotes = (read.varint() for _ in range(4))
        blocks.append(dict(offset=offset, size=size, first=last + gap, last=last + gap + span, quotes=quotes))
        last, offset = last + gap + span, offset + 8 + size
    assert read.is_at_end()
    for instrument in instruments:
        runs = Bytes(data[offset:offset + instrument["list_size"]])
        assert crc32c(runs.data) == instrument["list_crc"]
        instrument["blocks"], at = [], 0
        while not runs.is_at_end():
            at += runs.varint()
            count = runs.varint()
            instrument["blocks"] += range(at, at + count)
            at += count
        offset += instrument["list_size"]
    assert offset == footer_offset
    return faults, instruments, blocks


def read_block(data, block):
    frame = Bytes(data[block["offset"]:block["offset"] + 8 + block["size"]])
    assert frame.fixed("<I") == block["size"] and frame.fixed("<I") == crc32c(frame.data[8:])
    read = Bytes(frame.data[8:])
    count, time, unit = read.varint(), read.zigzag(), read.varint()
    assert count == block["quotes"] and time == block["first"]
    slots, place = [], 0
    for _ in range(read.varint()):
        place += read.varint()
        slots.append([place, read.varint(), read.varint(), [0, 0, 0, 0]])
    slot = len(slots) - 1
    for _ in range(count):
        changes = read.take(1)[0]
        assert changes < 0x40
        if changes & 0x10:
            time += read.varint() * unit
        slot = read.varint() if changes & 0x20 else (slot + 1) % len(slots)
        place, price_unit, size_unit, values = slots[slot]
        for i, measure in enumerate([price_unit, price_unit, size_unit, size_unit]):
            if changes & 1 << i:
                values[i] += read.zigzag() * measure
        yield time, place, tuple(values)
    assert read.is_at_end() and time == block["last"]


def main():
    program, source = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        tape = pathlib.Path(folder, "tape")
        subprocess.run([program, "tape", "import", "--format", "csv", "-o", tape, source], check=True,
                       stdout=subprocess.DEVNULL)
        data = tape.read_bytes()
    assert data[:5] == b"FWT\x01\x01" and crc32c(data[:13]) == struct.unpack("<I", data[13:17])[0]
    faults, instruments, blocks = read_footer(data)
    quotes = []
    for number, block in enumerate(blocks):
        in_block = list(read_block(data, block))
        quotes += in_block
        for place, instrument in enumerate(instruments):
            assert (number in instrument["blocks"]) == any(quote[1] == place for quote in in_block)
    expected = []
    with open(source, newline="") as file:
        for row in csv.DictReader(file):
            values = [Decimal(row[name]) * scale for name, scale in
                      [("bid", 10**9), ("ask", 10**9), ("bid_size", 10**6), ("ask_size", 10**6)]]
            expected.append((int(row["ts_ns"]), row["symbol"].replace(" ", ""), tuple(map(int, values))))
    found = [(time, instruments[place]["symbol"].replace(" ", ""), values) for time, place, values in quotes]
    assert found == expected and faults == [0] * 6, "the tape is not what it was made of"
    for place, instrument in enumerate(instruments):
        times = [quote[0] for quote in quotes if quote[1] == place]
        assert (len(times), times[0], times[-1]) == (instrument["quotes"], instrument["first"], instrument["last"])
    print(f"{len(quotes)} quotes of {len(instruments)} instruments, as they were")


main()
