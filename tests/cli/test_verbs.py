"""`check` lists problems and `build` makes a site; both say what they did."""

import json
import re

import pytest

from tests.cli.conftest import BROKEN, INTERVIEW

# check


def test_check_counts_what_is_right(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    assert run("check", root=root).output == "✓ 1 interview, 3 skills, no problems\n"
    assert run("check", "--format", "json", root=root).output == "[]\n"


def test_check_lists_every_problem_of_every_file(run, make_site):
    files = {f"content/interviews/{number:02}.md": BROKEN for number in range(30)}
    root = make_site(files)
    result = run("check", root=root, status=3)
    assert len(result.stdout.splitlines()) == 30
    assert result.stderr == "30 errors.\n"
    assert len(json.loads(run("check", "--format", "json", root=root, status=3).stdout)) == 30
    github = run("check", "--format", "github", root=root, status=3).stdout.splitlines()
    assert sum(line.startswith("::error col=7,file=content/interviews/") for line in github) == 30


def test_check_of_warnings_alone_is_fine(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": f"{INTERVIEW}\n<b>raw</b>\n"})
    output = run("check", root=root).output
    assert "warning[raw-html]" in output
    assert "✓ 1 interview, 3 skills, 1 warning" in output


def test_check_works_from_a_folder_inside(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    assert "✓" in run("check", root=root / "content" / "interviews").output


def test_strict_takes_warnings_for_errors(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": f"{INTERVIEW}\n<b>raw</b>\n"})
    assert "warning[raw-html]" in run("check", "--strict", root=root, status=3).stdout
    run("check", "--strict", root=make_site({"content/interviews/2026-01-10-first.md": INTERVIEW}))


def test_check_lists_interviews_that_wait_to_be_sorted(run, make_site):
    front, quotation = INTERVIEW.partition("## Next")[0], "## What the interviewer said\n\n> Clear.\n"
    root = make_site(
        {
            "content/interviews/a.md": front + quotation,
            "content/interviews/b.md": front + quotation + "## What went well\n- Clear #communication\n",
            "content/interviews/c.md": front + "## What the interviewer said\n\n**Where did you lose me?**\n> \n",
        }
    )
    line = "To sort when you have time, 1 interview without points yet: content/interviews/a.md"
    assert line in run("check", root=root).stdout.splitlines()


# build


def test_build_says_what_it_did_and_where_to_look(run, make_site, monkeypatch):
    root = make_site(
        {"content/interviews/2026-01-10-first.md": INTERVIEW.replace("kind:", "visibility: public\nkind:")}
    )
    monkeypatch.chdir(root)
    first = run("build").output
    assert re.search(r"^Built \d+ pages for everyone in site \(files: \d+ new; \d+\.\d\d s\)\.$", first, re.MULTILINE)
    assert "Every interview, note and page is in it." in first
    assert "Open site/index.html in a browser." in first
    assert "(nothing changed; " in run("build").output


def test_build_for_the_mentor(run, make_site):
    root = make_site(
        {"content/interviews/2026-01-10-first.md": INTERVIEW.replace("kind:", "visibility: mentor\nkind:")}
    )
    assert "for your mentor" in run("build", "--audience", "mentor", root=root).output
    assert not (root / "site").exists()
    assert (root / "site-mentor" / "interviews" / "2026-01-10-first.html").is_file()


def test_a_public_builds_words_name_nothing_private(run, make_site):
    root = make_site(
        {
            "content/interviews/2026-01-10-quokka.md": f"{INTERVIEW}\n<b>quokka</b>\n",
            "content/interviews/2026-01-11-quokka.md": INTERVIEW.replace("^empty-input", ""),
            "content/notes/quokka.md": "---\nfrom: Quokka\ndate: 2026-02-11\n---\nGood.\n",
        }
    )
    result = run("build", root=root)
    assert "Left out because they are not public: 2 interviews and 1 note." in result.output
    assert "1 warning: `afterview check` lists them." in result.output
    assert "quokka" not in result.output.lower()


def test_build_names_what_it_kept(run, make_site):
    root = make_site({})
    run("build", root=root)
    (root / "site" / "CNAME").write_text("ada.example")
    (root / "content" / "questions.yaml").unlink()
    assert "CNAME was not made by Afterview, so it was kept" in run("build", root=root).output


def test_build_refuses_with_4_and_fails_with_3(run, make_site):
    root = make_site({"content/interviews/broken.md": BROKEN})
    assert "error[unsafe-output]" in run("build", "--output", str(root), root=root, status=4).stderr
    assert "error[bad-date]" in run("build", root=root, status=3).stderr
    assert not (root / "site").exists()


def test_build_for_me_holds_everything_and_says_so(run, make_site):
    private = INTERVIEW.replace("kind:", "visibility: private\nkind:")
    root = make_site({"content/interviews/2026-01-10-first.md": private})
    result = run("build", "--audience", "me", root=root)
    assert "This site shows everything, private parts included: keep it to yourself." in result.stdout
    page = (root / "site-me" / "interviews" / "2026-01-10-first.html").read_text()
    assert "If it works, I try the empty input" in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<p class="audience">You see everything here.' in page
    assert "Disallow: /" in (root / "site-me" / "robots.txt").read_text()


def test_a_build_in_which_all_is_private_says_what_to_type(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    lines = run("build", root=root).stdout.splitlines()
    assert "Every interview is private, so this site shows none." in lines[-2]
    assert "`visibility: public`" in lines[-2]
    assert lines[-1] == "Next step: afterview serve --open"


@pytest.mark.parametrize("address", ["https://[", "https://[::1", "ada.github.io", "https://a b/", "https://a?b"])
def test_build_refuses_an_address_that_no_site_has(run, make_site, address):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    assert "write the full address" in run("build", "--url", address, root=root, status=2).output
    settings = root / "content/portfolio.yaml"
    settings.write_text(f"{settings.read_text()}url: '{address}'\n")
    assert "write the full address" in run("build", root=root, status=3).output
