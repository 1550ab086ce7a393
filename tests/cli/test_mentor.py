"""The command ``mentor``: a page for one person, its link, and its end."""

import os
import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterview.cli.main import cli
from afterview.reading.portfolio import read_portfolio
from afterview.sealing.code import format_code, parse_code

CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}|[0-9A-HJKMNP-TV-Z]{28}")


class Run:
    """Run the command in one portfolio, whose keys lie in a folder of its own."""

    def __init__(self, root: Path, config: Path) -> None:
        self.root = root
        self.keys = config / "afterview" / "links"

    def __call__(self, *arguments: str, status: int = 0, text: str | None = None) -> Result:
        result = CliRunner().invoke(cli, ["mentor", *arguments], input=text)
        assert result.exit_code == status, result.output
        assert "--link" in arguments or not CODE.search(result.output), "only --link prints a code"
        return result


@pytest.fixture
def run(monkeypatch, tmp_path, make_site):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    root = make_site({})
    settings = root / "content/portfolio.yaml"
    settings.write_text(settings.read_text() + "url: https://ada.github.io/interviews/\n")
    monkeypatch.chdir(root)
    return Run(root, tmp_path / "config")


def mentors(run):
    read = read_portfolio(run.root)
    assert read.problems == ()
    return read.portfolio.mentors


def test_a_mentor_gets_a_file_and_a_key_outside_the_portfolio(run):
    result = run("Dana R.")
    assert "Wrote content/mentors/dana-r.md" in result.output
    assert "Next: afterview publish" in result.output
    (dana,) = mentors(run)
    assert dana.name == "Dana R."
    (key,) = run.keys.iterdir()
    assert key.name == f"{dana.link}.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    written = [path for path in run.root.rglob("*") if path.is_file() and CODE.search(path.read_text())]
    assert written == []


def test_a_mentor_that_is_there_is_left_as_it_is(run):
    run("Dana R.")
    before = (run.root / "content/mentors/dana-r.md").read_bytes()
    assert "has a page already: content/mentors/dana-r.md" in run("Dana R.").output
    assert "has a page already" in run("dana-r").output
    assert (run.root / "content/mentors/dana-r.md").read_bytes() == before
    assert len(list(run.keys.iterdir())) == 1


def test_a_run_that_died_after_writing_the_key_is_healed_by_the_next(run, monkeypatch):
    def die(*_):
        os._exit(137)

    child = os.fork()
    if not child:
        monkeypatch.setattr("afterview.cli.mentor.write_new_file", die)
        CliRunner().invoke(cli, ["mentor", "Dana R."])
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 137
    assert len(list(run.keys.iterdir())) == 1
    assert not (run.root / "content/mentors").exists()
    run("Dana R.")
    (dana,) = mentors(run)
    assert (run.keys / f"{dana.link}.key").exists()
    assert "Keys here of other portfolios, or of pages that ended" in run().output


def test_the_link_is_printed_with_the_code_in_groups(run):
    run("Dana R.")
    (dana,) = mentors(run)
    link, code = run("dana-r", "--link").output.splitlines()
    key = parse_code((run.keys / f"{dana.link}.key").read_text())
    assert link == f"https://ada.github.io/interviews/s/{dana.link}/#{format_code(key, separator='')}"
    assert code == f"Code: {format_code(key)}"


def test_renewing_changes_the_link_and_the_key_and_no_other_byte(run):
    run("Dana R.")
    file = run.root / "content/mentors/dana-r.md"
    before = file.read_bytes().replace(b"\n", b"\r\n") + b"Dana, first this one.\r\n"
    file.write_bytes(before)
    (dana,) = mentors(run)
    first = run("dana-r", "--link").output
    run("dana-r", "--renew")
    (renewed,) = mentors(run)
    assert renewed.link != dana.link
    assert file.read_bytes() == before.replace(dana.link.encode(), renewed.link.encode())
    assert run("dana-r", "--link").output != first


def test_a_link_from_another_machine_is_pasted(run):
    run("Dana R.")
    link = run("dana-r", "--link").output
    (key,) = run.keys.iterdir()
    key.unlink()
    assert "error[no-key]" in run("dana-r", "--link", status=4).stderr
    assert "its key is NOT on this machine" in run().output
    run("dana-r", "--key", "-", text=link.splitlines()[0])
    assert run("dana-r", "--link").output == link
    assert "here already" in run("dana-r", "--key", "-", text=link.splitlines()[1].removeprefix("Code: ")).output


def test_a_mistyped_code_is_refused_and_another_never_replaces_a_key(run):
    run("Dana R.")
    before = run("dana-r", "--link").output
    assert "error[bad-key]" in run("dana-r", "--key", "-", text="0123-4567", status=4).stderr
    assert "error[exists]" in run("dana-r", "--key", "-", text=format_code("0" * 26), status=4).stderr
    assert run("dana-r", "--link").output == before


def test_an_unknown_mentor_is_told_with_the_nearest_name(run):
    run("Dana R.")
    assert "did you mean" in run("dana", "--link", status=2).output
    assert "say for whom" in run("--link", status=2).output


def test_the_list_says_who_has_a_page_and_until_when(run):
    assert "Nobody has a page yet" in run().output
    run("Dana R.")
    run("Noor H.")
    file = run.root / "content/mentors/noor-h.md"
    file.write_text(file.read_text().replace("\n---\n", "\nuntil: 2020-01-31\n---\n"))
    listed = run().output
    assert "Dana R. (dana-r)" in listed
    assert "ended on 2020-01-31" in listed
    assert "0 interviews of 0" in listed


def test_a_key_that_others_can_read_is_warned_of(run):
    run("Dana R.")
    (key,) = run.keys.iterdir()
    key.chmod(0o644)
    assert "warning[key-open]" in run("dana-r", "--link").stderr


def test_without_the_sites_address_the_code_is_printed_alone(run):
    settings = run.root / "content/portfolio.yaml"
    settings.write_text(settings.read_text().replace("url: https://ada.github.io/interviews/\n", ""))
    run("Dana R.")
    assert "The link needs `url`" in run("dana-r", "--link").stderr
