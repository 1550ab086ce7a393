"""The command ``mentor``: a page for one person, its link, and its end."""

import datetime
import os
import re
import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterview.cli.main import cli
from afterview.reading.portfolio import read_portfolio
from afterview.sealing.key_code import format_code, parse_code
from afterview.sealing.published import write_published
from tests.sealing.opened import open_bundle

CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}|[0-9A-HJKMNP-TV-Z]{28}")


class Run:
    """Run the command in one portfolio, whose keys lie in a folder of its own."""

    def __init__(self, root: Path, config: Path) -> None:
        self.root = root
        self.keys = config / "afterview" / "links"

    def __call__(self, *arguments: str, status: int = 0, text: str | None = None) -> Result:
        result = CliRunner().invoke(cli, ["mentor", *arguments], input=text)
        assert result.exit_code == status, result.output
        assert {"--link", "--message"} & {*arguments} or not CODE.search(result.output), (
            "only --link and --message print a code"
        )
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
    assert "needs `url`" not in result.output
    assert "Next step: afterview publish" in result.output
    (dana,) = mentors(run)
    assert dana.name == "Dana R."
    (key,) = run.keys.iterdir()
    assert key.name == f"{dana.link}.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    written = [path for path in run.root.rglob("*") if path.is_file() and CODE.search(path.read_text())]
    assert written == []


def test_without_an_address_of_the_site_a_new_mentor_s_link_is_said_to_need_one(run):
    settings = run.root / "content/portfolio.yaml"
    settings.write_text(re.sub(r"^url:.*\n", "", settings.read_text(), flags=re.MULTILINE))
    assert "The link needs `url` in content/portfolio.yaml" in run("Dana R.").output


def test_a_mentor_that_is_there_is_left_as_it_is(run):
    run("Dana R.")
    before = (run.root / "content/mentors/dana-r.md").read_bytes()
    assert "has a page already: content/mentors/dana-r.md" in run("Dana R.").output
    assert "has a page already" in run("dana-r").output
    assert (run.root / "content/mentors/dana-r.md").read_bytes() == before
    assert len(list(run.keys.iterdir())) == 1


def test_a_run_that_died_after_writing_the_key_is_healed_by_the_next(run):
    def die(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and str(arguments[0]).endswith("/mentors/dana-r.md"):
            os._exit(137)

    child = os.fork()
    if not child:
        sys.addaudithook(die)
        CliRunner().invoke(cli, ["mentor", "Dana R."])
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 137
    assert len(list(run.keys.iterdir())) == 1
    assert not list(run.root.glob("content/mentors/*"))
    run("Dana R.")
    (dana,) = mentors(run)
    assert (run.keys / f"{dana.link}.key").exists()
    assert "Keys here of other portfolios, or of pages that ended" in run().output


def test_the_link_is_printed_with_the_code_in_groups(run):
    run("Dana R.")
    (dana,) = mentors(run)
    link, code = run("dana-r", "--link").stdout.splitlines()
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
    link = run("dana-r", "--link").stdout
    (key,) = run.keys.iterdir()
    key.unlink()
    assert "error[no-key]" in run("dana-r", "--link", status=4).stderr
    assert "its key is NOT on this machine" in run().output
    assert "Next step: afterview mentor dana-r --key -, then" in run("dana-r").output
    run("dana-r", "--key", "-", text=link.splitlines()[0])
    assert run("dana-r", "--link").stdout == link
    for text in (*link.splitlines(), link, f"<{link.splitlines()[0]}>."):
        assert "here already" in run("dana-r", "--key", "-", text=text).output


def test_at_a_terminal_one_line_is_enough(run, monkeypatch):
    run("Dana R.")
    code = run("dana-r", "--link").stdout.splitlines()[1]
    (key,) = run.keys.iterdir()
    key.unlink()
    monkeypatch.setattr("afterview.cli.mentor.is_interactive", lambda: True)
    shown = run("dana-r", "--key", "-", text=f"{code}\nand more\n").stdout
    assert "then press Enter" in shown
    assert "is now on this machine" in shown


def test_a_link_to_another_page_is_no_key_of_this_one(run):
    run("Dana R.")
    before = run("dana-r", "--link").output.splitlines()[0]
    run("dana-r", "--renew")
    (dana,) = mentors(run)
    (run.keys / f"{dana.link}.key").unlink()
    refused = run("dana-r", "--key", "-", text=before, status=4).stderr
    assert "error[bad-key]" in refused
    assert f"theirs is s/{dana.link}/" in refused
    both = f"https://ada.github.io/interviews/s/{dana.link}/ {before}"
    assert "error[bad-key]" in run("dana-r", "--key", "-", text=both, status=4).stderr
    assert not (run.keys / f"{dana.link}.key").exists()


def test_the_code_of_another_mentor_is_refused(run):
    run("Dana R.")
    run("Noor H.")
    (dana,) = (mentor for mentor in mentors(run) if mentor.slug == "dana-r")
    (run.keys / f"{dana.link}.key").unlink()
    code = run("noor-h", "--link").stdout.splitlines()[1]
    run("Bo Lin")
    (bo,) = (mentor for mentor in mentors(run) if mentor.slug == "bo-lin")
    (run.keys / f"{bo.link}.key").write_text("damaged")
    assert "this is the code of Noor H.'s page" in run("dana-r", "--key", "-", text=code, status=4).stderr
    assert not (run.keys / f"{dana.link}.key").exists()


def test_a_link_that_leads_nowhere_is_printed_with_a_warning(run):
    run("Dana R.")
    (dana,) = mentors(run)
    for option in ("--link", "--message"):
        assert "was not published from this machine yet" in run("dana-r", option).stderr
    write_published(run.root, {dana.link: "0" * 8})
    for option in ("--link", "--message"):
        assert run("dana-r", option).stderr == ""
    write(run, "2026-10-01-first")
    os.utime(run.root / "content/interviews/2026-10-01-first.md", (2**32, 2**32))
    for option in ("--link", "--message"):
        assert "Something in content/ changed since you published" in run("dana-r", option).stderr
    file = run.root / "content/mentors/dana-r.md"
    file.write_text(file.read_text().replace("\n---\n", "\nuntil: 2020-01-31\n---\n"))
    for option in ("--link", "--message"):
        assert (
            "This page ended on 2020-01-31: change `until` in content/mentors/dana-r.md" in run("dana-r", option).stderr
        )
    assert "This page ended on 2020-01-31" in run("dana-r", "--file").stderr
    assert "the next publish takes it away" in run().output


def test_a_name_that_may_mean_a_mentor_who_is_there_is_told(run):
    assert "has a page too" not in run("Dana Rösch").output
    assert "Dana Rösch (dana-rosch) has a page too" in run("Dana Rosh").output
    assert "Dana Rösch (dana-rosch) has a page too" in run("dana").output
    assert "has a page too" not in run("Bo Lin").output


def test_a_mistyped_code_is_refused_and_another_never_replaces_a_key(run):
    run("Dana R.")
    before = run("dana-r", "--link").output
    assert "error[bad-key]" in run("dana-r", "--key", "-", text="0123-4567", status=4).stderr
    refused = run("dana-r", "--key", "-", text=format_code("0" * 26), status=4).stderr
    assert "another key of this page is here" in refused
    assert "if yours is the right one, delete this file" in refused
    assert run("dana-r", "--link").output == before


def test_of_two_mentors_with_one_name_the_file_s_name_says_which(run):
    run("Dana R.")
    other = run.root / "content/mentors/dana-too.md"
    other.write_text("---\nname: Dana R.\nlink: x4m2k9q7c5w1\n---\n")
    assert "say dana-r or dana-too" in run("Dana R.", "--link", status=2).stderr
    assert "Code:" in run("dana-r", "--link").stdout


def test_an_unknown_mentor_is_reported_with_the_nearest_name(run):
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
    assert "not published" in listed
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


INTERVIEW = """\
---
title: {title}
date: {date}
kind: coding
visibility: {visibility}
---
## What went well
- Drew the input #communication

## Question for my mentor
How do you decide when to stop & ask? <b>
"""
NOTE = "---\nfrom: Dana R.\ndate: 2026-10-06\nabout: [2026-10-01-first]\n---\nLater.\n"


def write(run, name, **facts):
    file = run.root / f"content/interviews/{name}.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(INTERVIEW.format(title=name, date=name[:10], visibility=facts.get("visibility", "mentor")))


def test_the_message_says_what_is_new_since_the_last_note_and_counts_nothing_hidden(run):
    run("Dana R.")
    write(run, "2026-10-01-first")
    write(run, "2026-11-20-second")
    (run.root / "content/notes").mkdir()
    (run.root / "content/notes/2026-10-06-dana.md").write_text(NOTE)
    before = run("dana-r", "--message").stdout
    assert before.splitlines()[:3] == [
        "Hello Dana R., since 6 October 2026: 1 interview.",
        "1 question is still open:",
        "“How do you decide when to stop & ask? <b>”",
    ]
    assert before.splitlines()[3] == run("dana-r", "--link").output.splitlines()[0]
    write(run, "2026-11-21-third", visibility="private")
    assert run("dana-r", "--message").stdout == before
    since = run("dana-r", "--message", "--since", "2026-09-01").output
    assert since.startswith("Hello Dana R., since 1 September 2026: 2 interviews")


def test_a_question_that_no_mentor_sees_is_named(run):
    run("Dana R.")
    (dana,) = mentors(run)
    write(run, "2026-10-01-first")
    write_published(run.root, {dana.link: "0" * 8})
    assert run("dana-r", "--message").stderr == ""
    for day in range(2, 7):
        write(run, f"2026-10-0{day}-more", visibility="private")
    write_published(run.root, {dana.link: "0" * 8})
    for told in (run().stderr, run("dana-r", "--message").stderr):
        assert told.splitlines() == [
            *(
                f"Mentors do not see your question in content/interviews/2026-10-0{day}-more.md: it is private."
                for day in (4, 5, 6)
            ),
            "Nor those in 2 older interviews.",
        ]


def test_the_message_counts_by_the_days_of_interviews_and_never_says_that_nothing_is_new(run):
    run("Dana R.")
    write(run, "2026-10-01-first")
    (run.root / "content/notes").mkdir()
    (run.root / "content/notes/2026-10-06-dana.md").write_text(NOTE)
    told = run("dana-r", "--message")
    assert told.stdout.startswith("Hello Dana R., since 6 October 2026: no interview.\n")
    assert "for what you added about earlier ones give --since" in told.stderr
    assert "give --since" not in run("dana-r", "--message", "--since", "2026-09-01").stderr
    # In a time zone ahead, a note can have the day of tomorrow.
    (run.root / "content/notes/2026-10-06-dana.md").write_text(NOTE.replace("2026-10-06", "2999-01-01"))
    today = datetime.date.today()
    assert f"since {today.day} {today:%B %Y}: no interview." in run("dana-r", "--message").output


def test_the_message_is_in_the_mentors_language(run):
    run("Dana R.")
    file = run.root / "content/mentors/dana-r.md"
    file.write_text(file.read_text().replace("\n---\n", "\nlanguage: es\n---\n"))
    write(run, "2026-10-01-first")
    message = run("dana-r", "--message").output
    assert message.startswith("Hola, Dana R., hasta ahora: 1 entrevista.")
    assert message.splitlines()[1] == "1 pregunta sigue abierta:"
    assert message.splitlines()[2].startswith("«How do you decide")


def test_the_page_can_be_written_as_a_file_and_rewritten_but_not_over_another(run):
    run("Dana R.")
    write(run, "2026-10-01-first")
    assert "Wrote for-dana-r-2026-10-01.html" in run("dana-r", "--file").output
    (key,) = run.keys.iterdir()
    bundle = open_bundle(parse_code(key.read_text()), (run.root / "for-dana-r-2026-10-01.html").read_bytes())
    assert "2026-10-01-first" in bundle["files"]["mentor.html"]
    run("dana-r", "--file")
    (run.root / "for-dana-r-2026-10-01.html").write_text("mine")
    assert "error[exists]" in run("dana-r", "--file", status=4).stderr
    assert (run.root / "for-dana-r-2026-10-01.html").read_text() == "mine"


def test_only_one_thing_can_be_asked_at_a_time(run):
    run("Dana R.")
    assert "choose one of --link, --renew" in run("dana-r", "--link", "--renew", status=2).output
    assert "--since is for --message" in run("dana-r", "--since", "2026-01-01", status=2).output


def test_a_mentors_site_can_be_built_for_one_mentor(run):
    run("Dana R.")
    file = run.root / "content/mentors/dana-r.md"
    file.write_text(file.read_text() + "Dana, this first.\n")

    def build(*options, status=0):
        result = CliRunner().invoke(cli, ["build", *options])
        assert result.exit_code == status, result.output
        page = run.root / "site-mentor/mentor.html"
        return page.read_text() if page.exists() else result.output

    assert "Dana, this first." in build("--audience", "mentor", "--for", "dana-r")
    assert "Dana, this first." not in build("--audience", "mentor")
    assert "Dana, this first." in build("--audience", "mentor", "--for", "Dana R.")
    for options in (["--for", "dana-r"], ["--audience", "mentor", "--for", "dan"]):
        build(*options, status=2)
