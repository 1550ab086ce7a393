"""Keys lie outside the portfolio, where nobody but their owner reads them."""

import os
import stat

import pytest

from afterview.problems import Code, Refused, Severity
from afterview.sealing.key_folder import check_key, key_path, list_links, read_key, write_key

KEY = "0123456789ABCDEFGHJKMNPQRS"
LINK = "x4m2k9q7c5w1"


@pytest.fixture
def no_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_key_is_readable_by_its_owner_alone_whatever_the_umask(tmp_path, no_umask):
    folder = tmp_path / "config" / "links"
    assert write_key(folder, LINK, KEY)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(key_path(folder, LINK).stat().st_mode) == 0o600
    assert read_key(folder, LINK) == KEY
    assert check_key(folder, LINK, tmp_path / "portfolio") is None
    assert list_links(folder) == (LINK,)


def test_a_key_is_never_written_over_another(tmp_path):
    assert write_key(tmp_path, LINK, KEY)
    assert not write_key(tmp_path, LINK, "1" * 26)
    assert read_key(tmp_path, LINK) == KEY


def test_a_key_is_not_written_through_a_link(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    key_path(tmp_path, LINK).symlink_to(elsewhere)
    assert not write_key(tmp_path, LINK, KEY)
    assert not elsewhere.exists()


def test_a_key_that_is_not_here_is_none(tmp_path):
    assert read_key(tmp_path / "nowhere", LINK) is None
    assert list_links(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("text", [b"", b"0123", b"0123-4567-89AB-CDEF-GHJK-MNPQ-RS1R\n", "é".encode(), b"0" * 100_000])
def test_a_file_that_is_no_key_is_refused(tmp_path, text):
    key_path(tmp_path, LINK).write_bytes(text)
    with pytest.raises(Refused) as refused:
        read_key(tmp_path, LINK)
    assert [problem.code for problem in refused.value.problems] == [Code.BAD_KEY]


def test_a_pipe_is_never_opened(tmp_path):
    os.mkfifo(key_path(tmp_path, LINK))
    with pytest.raises(Refused):
        read_key(tmp_path, LINK)


def test_a_key_that_others_can_read_is_a_warning_with_the_way_out(tmp_path):
    folder = tmp_path / "links"
    write_key(folder, LINK, KEY)
    key_path(folder, LINK).chmod(0o644)
    problem = check_key(folder, LINK, tmp_path / "portfolio")
    assert problem
    assert problem.code is Code.KEY_OPEN
    assert f"`chmod 600 {key_path(folder, LINK)}`" in problem.hint


@pytest.mark.parametrize("linked", [False, True])
def test_a_key_inside_the_portfolio_is_a_warning(tmp_path, linked):
    inside = tmp_path / "portfolio/.config/links"
    write_key(inside, LINK, KEY)
    folder = inside
    if linked:
        folder = tmp_path / "links"
        folder.symlink_to(inside)
    problem = check_key(folder, LINK, tmp_path / "portfolio")
    assert problem
    assert (problem.code, problem.severity) == (Code.KEY_OPEN, Severity.WARNING)
    assert "inside the portfolio" in problem.message


def test_a_folder_where_a_file_stands_is_refused(tmp_path):
    (tmp_path / "links").write_text("mine")
    with pytest.raises(Refused) as refused:
        write_key(tmp_path / "links", LINK, KEY)
    assert [problem.code for problem in refused.value.problems] == [Code.WRITE_FAILED]
