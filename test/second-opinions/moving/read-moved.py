# Reads a file for another computer, written from docs/moving.md alone: the path as argument, the passphrase on standard
# input. Prints the lines as one JSON array.
import gzip
import hashlib
import hmac
import json
import sys
import unicodedata

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEADER = 80
CHUNK = 65_536 + 16

with open(sys.argv[1], "rb") as file:
    content = file.read()
passphrase = unicodedata.normalize("NFC", sys.stdin.read()).encode()

header, body = content[:HEADER], content[HEADER:]
assert header[:8] == b"\x89ZDMOVE\n", "another kind of file"
assert header[8] == 1, "another version"
kdf, log_n, r, p, cipher, compression = header[9:15]
assert (kdf, cipher, compression) == (1, 1, 1), "another way of packing"
assert header[15] == 0 and header[39] == 0
assert header[40:48] == hashlib.sha256(header[:40]).digest()[:8], "damaged header"

n = 1 << log_n
keys = hashlib.scrypt(
    passphrase, salt=header[16:32], n=n, r=r, p=p, dklen=64, maxmem=128 * n * r + 128 * r * p + (1 << 20)
)
content_key, header_key = keys[:32], keys[32:]
proof = hmac.new(header_key, header[:48], hashlib.sha256).digest()
assert hmac.compare_digest(proof, header[48:80]), "another passphrase"

aes = AESGCM(content_key)
packed = b""
starts = list(range(0, len(body), CHUNK))
for number, start in enumerate(starts):
    is_last = number == len(starts) - 1
    nonce = header[32:39] + number.to_bytes(4, "big") + bytes([1 if is_last else 0])
    packed += aes.decrypt(nonce, body[start : start + CHUNK], header)

lines = [json.loads(line) for line in gzip.decompress(packed).decode().split("\n")[:-1]]
assert lines[0]["zonedesk"] == "moving" and lines[0]["version"] in (1, 2)
assert lines[-1] == {"rows": len(lines) - 2}, "lines are missing"
json.dump(lines, sys.stdout)
