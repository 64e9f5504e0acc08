#!/usr/bin/env python3
"""Checks answers of a ledger's nodes, as docs/protocols/ledger-proof.md describes them.

A second reader of the format, for tests: it shares no code with Hansa's own. Needs Python 3.9 and the
package `cryptography` (for Ed25519).

    verify.py vectors/pool            checks every vector there and says what it found
    verify.py vectors/ledger          the same, for consistency between two sizes of a log
    verify.py GENESIS ANSWER [NOW]    checks one answer; NOW is a time such as 2026-11-24T12:00:35Z
"""
import base64
import datetime
import hashlib
import json
import re
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LEDGERS = (0, 1, 2, 1001)
FRESHNESS_MAX_NS = SKEW_MAX_NS = 60 * 10**9
TRUST_PERIOD_NS = 14 * 86_400 * 10**9
B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class Unproved(Exception):
    """An answer that proves nothing; its text is the reason's name."""


def require(holds, reason):
    if not holds:
        raise Unproved(reason)


# --- texts and bytes ---------------------------------------------------------------------------


def unb64(text):
    require(isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]*", text), "malformed-answer")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def unb58(text):
    number = 0
    for char in text:
        number = number * 58 + B58.index(char)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def b58(data):
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = B58[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def nanos(text):
    """A time as (seconds, nanoseconds) since 1970."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z", text)
    require(match, "malformed-answer")
    whole = datetime.datetime.fromisoformat(match[1]).replace(tzinfo=datetime.timezone.utc)
    return int(whole.timestamp()), int((match[2] or "").ljust(9, "0") or 0)


def total(time):
    return time[0] * 10**9 + time[1]


# --- RFC 6962 ----------------------------------------------------------------------------------


def leaf_hash(leaf):
    return sha256(b"\0", leaf)


def node_hash(left, right):
    return sha256(b"\1", left, right)


def merkle(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(merkle(leaves[:split]), merkle(leaves[split:]))


def included(leaf, index, size, path, root):
    if not 0 <= index < size:
        return False
    fn, sn, found = index, size - 1, leaf_hash(leaf)
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = node_hash(sibling, found)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node_hash(found, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root


def consistent(first, second, path, older, newer):
    """RFC 9162, section 2.1.4.2, step by step."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and older == newer
    if first & (first - 1) == 0:
        path = [older] + path
    if not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == older and sr == newer


# --- what consensus hashes and signs (protocol buffers) -----------------------------------------


def varint(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def number(field, value):
    return varint(field << 3) + varint(value) if value else b""


def fixed64(field, value):
    return varint(field << 3 | 1) + value.to_bytes(8, "little") if value else b""


def message(field, data):
    return varint(field << 3 | 2) + varint(len(data)) + data


def data_field(field, data):
    return message(field, data) if data else b""


def timestamp(time):
    return number(1, time[0]) + number(2, time[1])


def block_id(block):
    parts = number(1, block["partsTotal"]) + data_field(2, unb64(block["partsHash"]))
    return data_field(1, unb64(block["hash"])) + message(2, parts)


HASHES = (
    "lastCommitHash dataHash validatorsHash nextValidatorsHash consensusHash appHash "
    "lastResultsHash evidenceHash proposerAddress"
).split()
HEADER = {"versionBlock", "versionApp", "chainId", "height", "time", "lastBlock", *HASHES}


def header_hash(header):
    require(set(header) == HEADER, "malformed-answer")
    return merkle(
        [
            number(1, header["versionBlock"]) + number(2, header["versionApp"]),
            data_field(1, header["chainId"].encode()),
            number(1, header["height"]),
            timestamp(nanos(header["time"])),
            block_id(header["lastBlock"]),
        ]
        + [data_field(1, unb64(header[name])) for name in HASHES]
    )


def address(key):
    return sha256(key)[:20]


def validators_hash(keys):
    return merkle([message(1, data_field(1, key)) + number(2, 1) for key in keys])


def validators(texts):
    keys = [unb58(text) for text in texts]
    require(keys == sorted(set(keys), key=address) and keys, "malformed-answer")
    return keys


def signers(signed, keys):
    """How many of the keys signed this commit; each counts once, bad signatures do not."""
    by_address, counted = {address(key): key for key in keys}, set()
    for vote in signed["votes"]:
        who = unb64(vote["validator"])
        text = (
            number(1, 2)
            + fixed64(2, signed["header"]["height"])
            + fixed64(3, signed["round"])
            + message(4, block_id(signed["block"]))
            + message(5, timestamp(nanos(vote["time"])))
            + data_field(6, signed["header"]["chainId"].encode())
        )
        if who in by_address and who not in counted:
            try:
                key = Ed25519PublicKey.from_public_bytes(by_address[who])
                key.verify(unb64(vote["signature"]), varint(len(text)) + text)
                counted.add(who)
            except InvalidSignature:
                pass
    return len(counted)


def require_quorum(signed, keys):
    header = signed["header"]
    require(unb64(header["validatorsHash"]) == validators_hash(keys), "wrong-validators")
    require(unb64(signed["block"]["hash"]) == header_hash(header), "foreign-commit")
    require(3 * signers(signed, keys) > 2 * len(keys), "too-few-signatures")


# --- the checkpoint ----------------------------------------------------------------------------


def app_hash(checkpoint):
    require([entry["ledger"] for entry in checkpoint["ledgers"]] == list(LEDGERS), "malformed-answer")
    text = b"hansa-app-hash-1"
    for entry in checkpoint["ledgers"]:
        text += entry["ledger"].to_bytes(4, "big") + entry["size"].to_bytes(8, "big")
        text += unb64(entry["logRoot"]) + unb64(entry["stateRoot"])
    return sha256(text)


def require_checkpoint(checkpoint, genesis):
    """Believes a pool's checkpoint from the genesis on."""
    require(unb64(checkpoint["appHash"]) == app_hash(checkpoint), "malformed-answer")
    require(not ("pool" in checkpoint and "node" in checkpoint), "malformed-answer")
    require(checkpoint["network"] == genesis["network"], "wrong-network")
    require("pool" in checkpoint, "wrong-signer")
    pool = checkpoint["pool"]
    signed, header = pool["signed"], pool["signed"]["header"]
    header_hash(header)
    keys = validators(pool["validators"])
    time = nanos(header["time"])
    require(
        header["height"] == checkpoint["height"] + 1
        and unb64(header["appHash"]) == app_hash(checkpoint)
        and nanos(checkpoint["signedAt"]) == time
        and nanos(checkpoint["time"]) == (time[0], 0),
        "other-header",
    )
    chain = chain_id(genesis)
    require(header["chainId"] == chain, "wrong-network")
    trusted, trusted_height = first_validators(genesis), 0
    trusted_time = nanos(genesis["time"])
    for step in pool["trail"]:
        at = step["signed"]["header"]
        if at["height"] <= trusted_height:
            continue
        require(at["height"] < header["height"], "wrong-validators")
        require(at["chainId"] == chain, "wrong-network")
        require_quorum(step["signed"], trusted)
        following = validators(step["next"])
        require(unb64(at["nextValidatorsHash"]) == validators_hash(following), "wrong-validators")
        trusted, trusted_height, trusted_time = following, at["height"], nanos(at["time"])
    require(unb64(header["validatorsHash"]) == validators_hash(keys), "wrong-validators")
    if keys != trusted:
        in_time = total(time) < total(trusted_time) + TRUST_PERIOD_NS
        known = signers(signed, trusted)
        require(in_time and 3 * known > len(trusted), "wrong-validators")
    require_quorum(signed, keys)


def first_validators(genesis):
    keys = [
        unb58(line["txn"]["data"]["dest"])
        for line in genesis["pool"]
        if "VALIDATOR" in line["txn"]["data"]["data"]["services"]
    ]
    return sorted(keys, key=address)


def chain_id(genesis):
    """The chain's name holds the hash of the rest of the genesis (RFC 8785; its texts are ASCII)."""
    rest = {name: value for name, value in genesis.items() if name != "chainId"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    chain = genesis["network"] + "-" + sha256(text.encode()).hex()[:16]
    require(genesis["chainId"] == chain, "malformed-answer")
    return chain


# --- the state: Indy's Merkle Patricia trie (RLP, SHA3-256) --------------------------------------


def rlp(data, at=0):
    """One item and where it ends; a text is bytes, a list is a list."""
    first = data[at]
    if first < 0x80:
        return data[at : at + 1], at + 1
    kind, offset = (0x80, at + 1) if first < 0xC0 else (0xC0, at + 1)
    length = first - kind
    if length > 55:
        width = length - 55
        length, offset = int.from_bytes(data[offset : offset + width], "big"), offset + width
    end = offset + length
    if end > len(data):
        raise ValueError("an item ends beyond its end")
    if kind == 0x80:
        return data[offset:end], end
    items = []
    while offset < end:
        item, offset = rlp(data, offset)
        items.append(item)
    return items, end


def nibbles(data):
    return [half for byte in data for half in (byte >> 4, byte & 15)]


class Trie:
    """Walks the nodes of a proof; each must be needed."""

    def __init__(self, root, nodes, otherwise):
        self.root, self.otherwise = root, otherwise
        self.nodes = {hashlib.sha3_256(node).digest(): node for node in nodes}
        self.used, self.given = set(), len(nodes)

    def load(self, ref):
        if isinstance(ref, list):
            return ref
        require(ref in self.nodes, self.otherwise)
        self.used.add(ref)
        return rlp(self.nodes[ref])[0]

    def collect(self, prefix):
        found = {}
        if self.root != hashlib.sha3_256(b"\x80").digest():
            self._collect(self.root, [], nibbles(prefix), found)
        require(len(self.used) == self.given, self.otherwise)
        return found

    @staticmethod
    def _fits(path, prefix):
        length = min(len(path), len(prefix))
        return path[:length] == prefix[:length]

    def _collect(self, ref, path, prefix, found):
        node = self.load(ref)
        if len(node) == 17:
            if node[16]:
                self._add(path, prefix, node[16], found)
            for i in range(16):
                if node[i] and self._fits(path + [i], prefix):
                    self._collect(node[i], path + [i], prefix, found)
            return
        packed = nibbles(node[0])
        rest = path + packed[1 if packed[0] & 1 else 2 :]
        if packed[0] & 2:
            self._add(rest, prefix, node[1], found)
        elif self._fits(rest, prefix):
            self._collect(node[1], rest, prefix, found)

    def _add(self, path, prefix, value, found):
        if len(path) >= len(prefix) and self._fits(path, prefix):
            key = bytes(path[i] << 4 | path[i + 1] for i in range(0, len(path), 2))
            found[key] = rlp(value)[0][0]

    def get(self, key):
        found, path, ref = None, nibbles(key), self.root
        while ref:
            node = self.load(ref)
            if len(node) == 17:
                if not path:
                    found, ref = (rlp(node[16])[0][0] if node[16] else None), None
                else:
                    ref, path = node[path[0]], path[1:]
                continue
            packed = nibbles(node[0])
            own = packed[1 if packed[0] & 1 else 2 :]
            if packed[0] & 2:
                found, ref = (rlp(node[1])[0][0] if own == path else None), None
            elif path[: len(own)] == own:
                ref, path = node[1], path[len(own) :]
            else:
                ref = None
        require(len(self.used) == self.given, self.otherwise)
        return found


# --- transactions: MessagePack with sorted keys -------------------------------------------------


def pack(value):
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return pack_int(value)
    if isinstance(value, str):
        data = value.encode()
        return sized(len(data), ((31, 0xA0), (0xFF, 0xD9, 1), (0xFFFF, 0xDA, 2), (2**32, 0xDB, 4))) + data
    if isinstance(value, list):
        head = sized(len(value), ((15, 0x90), (0xFFFF, 0xDC, 2), (2**32, 0xDD, 4)))
        return head + b"".join(map(pack, value))
    head = sized(len(value), ((15, 0x80), (0xFFFF, 0xDE, 2), (2**32, 0xDF, 4)))
    return head + b"".join(pack(name) + pack(value[name]) for name in sorted(value))


def sized(length, forms):
    for form in forms:
        if length <= form[0]:
            if len(form) == 2:
                return bytes([form[1] | length])
            return bytes([form[1]]) + length.to_bytes(form[2], "big")
    raise ValueError("too long")


def pack_int(value):
    if -32 <= value < 128:
        return value.to_bytes(1, "big", signed=value < 0)
    for width, plus, minus in ((1, 0xCC, 0xD0), (2, 0xCD, 0xD1), (4, 0xCE, 0xD2), (8, 0xCF, 0xD3)):
        if 0 <= value < 1 << 8 * width:
            return bytes([plus]) + value.to_bytes(width, "big")
        if value < 0 and value >= -(1 << 8 * width - 1):
            return bytes([minus]) + value.to_bytes(width, "big", signed=True)
    raise ValueError("an integer has at most 64 bits")


# --- answers -----------------------------------------------------------------------------------


def verify(answer, genesis, now=None):
    """What the answer proves; throws Unproved with the reason's name."""
    try:
        checkpoint = answer["checkpoint"]
        require_checkpoint(checkpoint, genesis)
        roots = {entry["ledger"]: entry for entry in checkpoint["ledgers"]}[answer["ledger"]]
    except (KeyError, TypeError, ValueError, IndexError):
        raise Unproved("malformed-answer") from None
    result = verify_content(answer, roots)
    if now is not None:
        signed = total(nanos(checkpoint["signedAt"]))
        require(signed >= total(nanos(now)) - FRESHNESS_MAX_NS, "stale-checkpoint")
        require(signed <= total(nanos(now)) + SKEW_MAX_NS, "checkpoint-from-the-future")
    return result


def verify_content(answer, roots):
    if "transaction" in answer:
        path = [unb64(text) for text in answer["auditPath"]]
        leaf = pack(answer["transaction"])
        proved = included(leaf, answer["seqNo"] - 1, roots["size"], path, unb64(roots["logRoot"]))
        require(proved, "transaction-not-proved")
        return answer["transaction"]
    otherwise = "state-not-proved" if "key" in answer else "list-not-proved"
    try:
        trie = Trie(unb64(roots["stateRoot"]), [unb64(node) for node in answer["nodes"]], otherwise)
        if "prefix" in answer:
            return trie.collect(unb64(answer["prefix"]))
        value = trie.get(unb64(answer["key"]))
    except (ValueError, IndexError, TypeError):
        raise Unproved(otherwise) from None
    said = answer["value"] if answer["value"] is None else unb64(answer["value"])
    require(said == value, "value-not-proved")
    return value


def verify_consistency(answer, older, newer):
    """That the newer log begins with the older one; throws Unproved with the reason's name."""
    try:
        require(set(answer) == {"ledger", "first", "second", "path"}, "malformed-answer")
        sizes = answer["first"], answer["second"]
        path = [unb64(text) for text in answer["path"]]
        require(1 <= sizes[0] <= sizes[1] and len(path) <= 64, "malformed-answer")
        require(all(len(found) == 32 for found in path), "malformed-answer")
    except (KeyError, TypeError, ValueError):
        raise Unproved("malformed-answer") from None
    require(answer["ledger"] == older["ledger"] == newer["ledger"], "other-question")
    require(sizes == (older["size"], newer["size"]), "other-question")
    require(
        consistent(*sizes, path, unb64(older["logRoot"]), unb64(newer["logRoot"])), "rewritten"
    )


def check_vectors(folder):
    genesis, wrong, seen = json.loads((folder / "genesis.json").read_text()), 0, 0
    folders = ("answers", "recorded", "consistency")
    files = [file for name in folders for file in sorted((folder / name).glob("*.json"))]
    for file in files:
        if file.name == "index.json":
            continue
        vector = json.loads(file.read_text())
        expected = vector.get("reason", "holds")
        try:
            if "older" in vector:
                verify_consistency(vector["answer"], vector["older"], vector["newer"])
            else:
                verify(vector["answer"], vector.get("genesis", genesis), vector["now"])
            found = "holds"
        except Unproved as unproved:
            found = str(unproved)
        seen += 1
        if found != expected:
            wrong += 1
            print(f"{file.name}: expected {expected}, found {found}")
    print(f"{seen} vectors, {wrong} not as written")
    return 1 if wrong or not seen else 0


def main(arguments):
    if len(arguments) == 1:
        return check_vectors(Path(arguments[0]))
    if len(arguments) not in (2, 3):
        print(__doc__)
        return 2
    genesis = json.loads(Path(arguments[0]).read_text())
    answer = json.loads(Path(arguments[1]).read_text())
    try:
        print(verify(answer, genesis, arguments[2] if len(arguments) == 3 else None))
        return 0
    except Unproved as unproved:
        print(f"not proved: {unproved}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
