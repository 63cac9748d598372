# SPDX-License-Identifier: Apache-2.0
"""Checks what `bomay proof --format json` prints, against roots kept elsewhere. See log.md.

usage: check-proof.py FILE SIZE:ROOT [SIZE:ROOT]        (FILE - is standard input)
"""
import hashlib, json, sys

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def left_part(size):                    # the largest power of two below the size
    return 1 << (size - 1).bit_length() - 1

def climb(leaf, index, size, path):     # the root of a part, from one leaf in it
    if size == 1:
        return leaf if not path else None
    left, rest, beside = left_part(size), path[:-1], path[-1]
    if index < left:
        return sha(b"\x01", climb(leaf, index, left, rest), beside)
    return sha(b"\x01", beside, climb(leaf, index - left, size - left, rest))

def grow(root, older, newer, whole, path):      # the roots of a part: as it began, as it is
    if older == newer:
        known, = [root] if whole and not path else path
        return known, known
    left, rest, beside = left_part(newer), path[:-1], path[-1]
    if older <= left:
        old, new = grow(root, older, left, whole, rest)
        return old, sha(b"\x01", new, beside)
    old, new = grow(root, older - left, newer - left, False, rest)
    return sha(b"\x01", beside, old), sha(b"\x01", beside, new)

def check(proof, kept):
    path, root = [bytes.fromhex(h) for h in proof["path"]], bytes.fromhex(proof["root"])
    heads = {f'{proof["size"]}:{root.hex()}'}
    if "entry" in proof:
        leaf = sha(b"\x00", proof["bytes"].encode())
        holds = 0 < proof["entry"] <= proof["size"] and proof["leaf"] == leaf.hex() \
            and climb(leaf, proof["entry"] - 1, proof["size"], path) == root
    else:
        older, begun = proof["from"], bytes.fromhex(proof["fromRoot"])
        heads.add(f"{older}:{begun.hex()}")
        holds = begun == sha() and not path if older == 0 else \
            0 < older <= proof["size"] and grow(begun, older, proof["size"], True, path) == (begun, root)
    return holds and kept and kept <= heads

try:
    proof, = json.load(sys.stdin if sys.argv[1] == "-" else open(sys.argv[1], encoding="utf-8"))
    sound = check(proof, set(argument.lower() for argument in sys.argv[2:]))
except (IndexError, KeyError, TypeError, ValueError, OSError) as fault:
    sound = print(f"no proof: {fault!r}")
print("proved" if sound else "NOT proved")
sys.exit(0 if sound else 1)
