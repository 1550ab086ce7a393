"""A mentor's file changes in one line when its link is renewed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.authoring.file_writing import write_changed_file
from afterview.authoring.mentor_file import render_mentor_file, replace_link

OLD, NEW = "x4m2k9q7c5w1", "000000000002"
LINES = st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=20), max_size=6)


@given(st.sampled_from(["\n", "\r\n"]), LINES, LINES, st.sampled_from(["", '"', "'"]))
def test_every_other_line_stays_as_it_was(newline, facts, letter, quote):
    lines = [
        "---",
        *(f"x{fact}" for fact in facts),
        f"link: {quote}{OLD}{quote}  # mine",
        "---",
        f"link: {OLD}",
        *letter,
    ]
    before = newline.join(lines).encode()
    after = replace_link(before, OLD, NEW)
    place = len(facts) + 1
    lines[place] = lines[place].replace(OLD, NEW)
    assert after == newline.join(lines).encode()


def test_a_file_without_that_link_is_left_alone():
    assert replace_link(render_mentor_file("Dana R.", OLD).encode(), NEW, OLD) is None


def test_a_file_that_changed_meanwhile_is_left_as_it_is(tmp_path):
    (tmp_path / "dana.md").write_bytes(b"new words")
    assert not write_changed_file(tmp_path, "dana.md", b"old words", b"ours")
    assert (tmp_path / "dana.md").read_bytes() == b"new words"
    assert [path.name for path in tmp_path.iterdir()] == ["dana.md"]


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_changed_file_keeps_its_rights(tmp_path, mode):
    file = tmp_path / "dana.md"
    file.write_bytes(b"old")
    file.chmod(mode)
    assert write_changed_file(tmp_path, "dana.md", b"old", b"new")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", mode)
