"""Write ``vectors.json`` anew: run it only when the format gets a new version."""

import hashlib
import json
from pathlib import Path
from typing import Any

from afterview.sealing.cipher import fill, seal
from afterview.sealing.key_code import format_code, parse_code
from tests.sealing.opened import stream

VECTORS = Path(__file__).with_name("vectors.json")
_CODE = "0123456789ABCDEFGHJKMNPQRS0R"
_LENGTHS = {"empty": 0, "one byte": 1, "exact step": 81920 - 4, "300 KB": 300_000}


def make_vectors() -> list[dict[str, Any]]:
    """Make the vectors: the compressed content is a stream of digests, the file is named by its digest."""
    vectors = []
    for name, length in _LENGTHS.items():
        key = parse_code(_CODE)
        file = seal(key, fill(stream(length)))
        vectors.append(
            {
                "name": name,
                "code": format_code(key),
                "packed": length,
                "front": file[:68].hex(),
                "size": len(file),
                "sha256": hashlib.sha256(file).hexdigest(),
            }
        )
    return vectors


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(make_vectors(), indent=2) + "\n", encoding="utf-8")
