"""AVW1: what is sealed, byte for byte, and that no key and nonce serve two bodies."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from afterview.sealing.cipher import fill, pack, round_size, seal
from afterview.sealing.key_code import ALPHABET, format_code, parse_code
from tests.sealing.make_vectors import VECTORS, make_vectors
from tests.sealing.opened import decrypt, derive_secret

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
FIRST = Path(__file__).with_name("first.hex")
KEY = parse_code("0123456789ABCDEFGHJKMNPQRS0R")


def test_the_first_vector_is_sealed_to_the_byte() -> None:
    body, file = FIRST.read_text().split()
    assert seal(KEY, bytes.fromhex(body)).hex() == file


def test_vectors_of_four_sizes_are_sealed_to_the_byte() -> None:
    assert make_vectors() == json.loads(VECTORS.read_text())


@pytest.mark.needs("node")
def test_javascript_opens_the_same_files_and_accepts_no_flipped_bit() -> None:
    test = Path(__file__).with_name("unseal.test.mjs")
    environment = {**os.environ, "FLIPS": "100000" if LONG else "2000"}
    done = subprocess.run(["node", "--test", str(test)], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("size", "rounded"),
    [(0, 65536), (65536, 65536), (65537, 81920), (81920, 81920), (81921, 98304), (184000, 196608), (10**6, 2**20)],
)
def test_sizes_are_rounded_up_by_at_most_a_quarter(size: int, rounded: int) -> None:
    assert round_size(size) == rounded
    assert size < 65536 or rounded <= size * 1.25


def test_no_two_bodies_share_key_and_nonce() -> None:
    chance = random.Random(15)
    keys = ["".join(chance.choices(ALPHABET, k=26)) for _ in range(40)]
    sealed: dict[bytes, bytes] = {}
    for _ in range(10_000 if LONG else 300):
        key = chance.choice(keys)
        body = chance.randbytes(chance.randrange(3)) * chance.randrange(1, 50)
        file = seal(key, body)
        assert decrypt(key, file) == body
        secret = derive_secret(key, file)
        assert sealed.setdefault(secret, body) == body
    assert len(set(sealed)) > 100


def test_the_same_content_is_sealed_to_the_same_bytes_in_any_surroundings() -> None:
    script = (
        "import hashlib; from afterview.sealing.cipher import pack, seal;"
        "print(hashlib.sha256(seal('0' * 26, pack('é'.encode() * 9999))).hexdigest())"
    )
    here = hashlib.sha256(seal("0" * 26, pack("é".encode() * 9999))).hexdigest()
    for zone, locale, seed in [("Asia/Tokyo", "C", "1"), ("America/Lima", "C.UTF-8", "2")]:
        environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
        assert done.stdout.strip() == here


def test_the_length_of_a_file_hides_that_of_its_content() -> None:
    assert len({len(seal(KEY, fill(b"x" * length))) for length in (0, 1, 1000, 65532)}) == 1


def test_the_program_that_seals_nothing_imports_no_cryptography() -> None:
    script = "import sys, afterview.sealing.cipher as _; print('cryptography' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_a_code_in_groups_is_its_key_and_two_check_letters() -> None:
    assert format_code(KEY) == "0123-4567-89AB-CDEF-GHJK-MNPQ-RS0R"
