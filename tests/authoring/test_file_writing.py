"""A file of a person's is made new or not at all."""

import subprocess
import sys

import pytest

from afterview.authoring.file_writing import write_new_file
from afterview.problems import Code, Refused


def test_a_file_that_is_there_stays(tmp_path):
    assert write_new_file(tmp_path, "a/b.md", b"first")
    assert not write_new_file(tmp_path, "a/b.md", b"second")
    assert (tmp_path / "a" / "b.md").read_bytes() == b"first"


def test_a_file_in_a_folders_place_is_named(tmp_path):
    (tmp_path / "a").touch()
    for path in ("a/b.md", "a/b/c.md"):
        with pytest.raises(Refused) as caught:
            write_new_file(tmp_path, path, b"")
        assert (caught.value.problems[0].code, caught.value.problems[0].path) == (Code.WRITE_FAILED, path)


def test_a_full_disk_leaves_no_half_of_a_file(tmp_path):
    script = """
import resource, sys
from pathlib import Path
from afterview.authoring.file_writing import write_new_file
from afterview.problems import Refused
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_new_file(Path(sys.argv[1]), "a.md", b"x" * 10_000)
except Refused as refused:
    print(refused.problems[0].code)
"""
    done = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout == "write-failed\n"
    assert list(tmp_path.iterdir()) == []
