#!/usr/bin/env python3
"""Checks a proof of an order, written from docs/proof_format.md alone.

    check_proof.py FILE PUBLIC_KEY        (the key's text, or a file that holds it)

Ends with 0 and one line for each event, or with 1 and what is wrong. Needs PyNaCl.
"""
import datetime
import hashlib
import json
import pathlib
import re
import struct
import sys

import nacl.exceptions
import nacl.signing


class Wrong(Exception):
    pass


def require(is_right, what):
    if not is_right:
        raise Wrong(what)


def sha256(data):
    return hashlib.sha256(data).digest()


def unhex(text, size=None):
    require(isinstance(text, str) and re.fullmatch(r"([0-9a-f]{2})*", text), "not hexadecimal")
    data = bytes.fromhex(text)
    require(size is None or len(data) == size, f"expected {size} bytes")
    return data


def no_doubles(pairs):
    require(len({name for name, _ in pairs}) == len(pairs), "a field stands there twice")
    return dict(pairs)


def has_fields(value, *names):
    require(isinstance(value, dict) and list(value) == list(names), f"expected the fields {names}")


def nanoseconds(text):
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{9})Z", text)
    require(match, "not a time with nanoseconds")
    second = datetime.datetime.fromisoformat(match[1] + "+00:00")
    return int(second.timestamp()) * 10**9 + int(match[2])


class Reader:
    """The bytes of a leaf."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def raw(self, size):
        require(self.at + size <= len(self.data), "a leaf is cut")
        self.at += size
        return self.data[self.at - size:self.at]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.raw(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                require(shift == 0 or byte != 0, "a number is longer than needed")
                require(value < 2**64, "a number has more than 64 bits")
                return value
            shift += 7

    def zigzag(self):
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def text(self):
        return self.raw(self.varint())


def read_leaf(data):
    reader = Reader(data)
    require(reader.raw(1) == b"\x01", "a leaf of another format")
    leaf = {"seq": reader.varint(), "stream": reader.text(), "version": reader.varint(),
            "type": reader.varint(), "source": reader.varint(), "event_time": reader.zigzag(),
            "record_time": reader.zigzag(), "correlation": reader.varint(),
            "causation": reader.varint(), "previous": reader.varint(),
            "principal": reader.text()}
    leaf["payload"] = data[reader.at:]
    return leaf


def root_of(leaf, number, size, path):
    """RFC 9162, section 2.1.3.2."""
    require(number < size, "an event lies behind the head")
    here, last, root = number, size - 1, sha256(b"\x00" + leaf)
    for sibling in path:
        require(last != 0, "a path is too long")
        if here % 2 == 1 or here == last:
            root = sha256(b"\x01" + sibling + root)
            while here % 2 == 0 and here != 0:
                here, last = here // 2, last // 2
        else:
            root = sha256(b"\x01" + root + sibling)
        here, last = here // 2, last // 2
    require(last == 0, "a path is too short")
    return root


def check_head(head, public_key):
    has_fields(head, "format", "log_id", "seq", "block_hash", "merkle_root", "time", "key",
               "signature")
    require(head["format"] == "fillwright head 1", "a head of another format")
    require(type(head["seq"]) is int and 0 < head["seq"] < 2**64, "no seq")
    require(isinstance(head["log_id"], str) and re.fullmatch(r"0|[1-9]\d*", head["log_id"]),
            "no log id")
    key_id = unhex(head["key"], 8)
    require(key_id == sha256(public_key)[:8], "signed with another key")
    message = (b"fillwright head 1\n" + struct.pack("<QQ", int(head["log_id"]), head["seq"])
               + unhex(head["block_hash"], 32) + unhex(head["merkle_root"], 32)
               + struct.pack("<q", nanoseconds(head["time"])) + key_id)
    try:
        nacl.signing.VerifyKey(public_key).verify(message, unhex(head["signature"], 64))
    except nacl.exceptions.BadSignatureError:
        raise Wrong("the head's signature is wrong") from None


def check(text, public_key):
    proof = json.loads(text, object_pairs_hook=no_doubles)
    has_fields(proof, "format", "order", "head", "events")
    require(proof["format"] == "fillwright proof 1", "a proof of another format")
    require(isinstance(proof["order"], str), "no order")
    check_head(proof["head"], public_key)
    require(isinstance(proof["events"], list) and proof["events"], "no events")
    stream = ("order/" + proof["order"]).encode()
    leaves, previous = [], 0
    for version, event in enumerate(proof["events"], 1):
        has_fields(event, "leaf", "path")
        require(isinstance(event["path"], list), "no path")
        data = unhex(event["leaf"])
        leaf = read_leaf(data)
        require(leaf["stream"] == stream, "an event of another stream")
        require(leaf["version"] == version, "events are missing or out of order")
        require(leaf["previous"] == previous, "an event does not follow the one before")
        require(leaf["seq"] > 0, "an event without a place")
        root = root_of(data, leaf["seq"] - 1, proof["head"]["seq"],
                       [unhex(each, 32) for each in event["path"]])
        require(root == unhex(proof["head"]["merkle_root"]), "a path does not lead to the root")
        previous = leaf["seq"]
        leaves.append(leaf)
    require(written_again(proof) == text, "it says more than a proof, or says it in another way")
    return leaves


def written_again(proof):
    """A proof has one text: nothing that is not proven can stand beside what is."""
    def line(value):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    events = ",\n".join(line(event) for event in proof["events"])
    return (f'{{"format":{line(proof["format"])},"order":{line(proof["order"])},\n'
            f'"head":{line(proof["head"])},\n"events":[\n{events}\n]}}\n')


def read_key(argument):
    prefix = "fillwright-public-key:"
    text = argument if argument.startswith(prefix) else pathlib.Path(argument).read_text().strip()
    require(text.startswith(prefix), "not a public key")
    return unhex(text[len(prefix):], 32)


def main():
    try:
        leaves = check(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"), read_key(sys.argv[2]))
    except (Wrong, ValueError, OSError, RecursionError, struct.error) as error:
        print(f"the proof does not hold: {error}", file=sys.stderr)
        return 1
    for leaf in leaves:
        print(f"seq {leaf['seq']} version {leaf['version']} type {leaf['type']} "
              f"{leaf['payload'].hex()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
