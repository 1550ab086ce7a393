"""`brief` prints what there is to have in mind before the next interview."""

from tests.cli.conftest import INTERVIEW


def test_brief_is_for_the_kind_of_the_last_interview(run, make_site):
    result = run("brief", root=make_site({"content/interviews/2026-01-10-first.md": INTERVIEW}))
    assert result.stdout.splitlines()[:3] == [
        "Before your next interview: Coding",
        "Try this",
        "  If it works, I try the empty input",
    ]
    assert "Using kind coding, from your last interview." in result.stderr
