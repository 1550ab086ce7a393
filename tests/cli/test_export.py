"""`export` writes files for other programs, and never over one that exists."""

from tests.cli.conftest import INTERVIEW


def test_export_writes_the_files_that_are_named_and_says_for_whom(run, make_site, tmp_path):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    result = run("export", "ratings.csv", "portfolio.md", root=root)
    assert result.stdout.splitlines() == ["Wrote ratings.csv, with everything.", "Wrote portfolio.md, with everything."]
    assert (tmp_path / "ratings.csv").read_bytes().startswith(b"\xef\xbb\xbfdate,interview,")
    result = run("export", "points.csv", "--audience", "public", root=root)
    assert "with what everyone may see" in result.stdout


def test_export_never_overwrites(run, make_site, tmp_path):
    (tmp_path / "ratings.csv").write_text("mine")
    result = run("export", "portfolio.md", "ratings.csv", root=make_site({}), status=4)
    assert "error[exists]" in result.stderr
    assert (tmp_path / "ratings.csv").read_text() == "mine"
    assert not (tmp_path / "portfolio.md").exists()


def test_export_names_what_it_knows(run, make_site):
    stderr = run("export", "grades.csv", root=make_site({}), status=2).stderr
    assert "Choose from: ratings.csv, points.csv, commitments.csv, portfolio.md" in stderr


def test_export_into_a_folder_that_does_not_exist(run, make_site):
    assert "error[write-failed]" in run("export", "nowhere/ratings.csv", root=make_site({}), status=4).stderr
