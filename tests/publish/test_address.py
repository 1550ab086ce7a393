"""Where a site will live, as its repository's address tells."""

import pytest

from afterview.publish.address import domain_of, find_url, split_repository, url_of_repository


@pytest.mark.parametrize(
    "repository",
    [
        "git@github.com:Ada/notes.git",
        "github.com:Ada/notes.git",
        "ssh://git@github.com/Ada/notes.git",
        "ssh://git@ssh.github.com:443/Ada/notes.git",
        "https://github.com/Ada/notes",
        "https://github.com/Ada/notes.git/",
        "https://ada:token@github.com/Ada/notes.git",
        "git://github.com/Ada/notes.git",
    ],
)
def test_a_projects_repository_in_every_form(repository):
    assert url_of_repository(repository) == "https://ada.github.io/notes/"


@pytest.mark.parametrize("repository", ["git@github.com:Ada/ada.github.io.git", "https://github.com/ada/Ada.GitHub.io"])
def test_a_persons_own_site(repository):
    assert url_of_repository(repository) == "https://ada.github.io/"


@pytest.mark.parametrize(
    "repository",
    [
        *("", "/srv/site.git", "../site.git", "C:\\site", "file:///srv/site.git", "git@gitlab.com:a/b.git"),
        *("github.com:a", "https://github.com/a/b/c", "https://github.com.example/a/b", "git@github.com:a/b c.git"),
    ],
)
def test_any_other_place_tells_nothing(repository):
    assert url_of_repository(repository) is None


def test_what_is_nearer_to_the_person_comes_first():
    known = {"own": "https://a.example", "environment": "https://b.example", "domain": "c.example"}
    for name, url in (
        ("own", "https://a.example/"),
        ("environment", "https://b.example/"),
        ("domain", "https://c.example/"),
    ):
        assert find_url(**known, repository="git@github.com:d/d.git") == url
        known[name] = None  # type: ignore[assignment]  # less and less is known
    assert find_url(**known, repository="git@github.com:d/e.git") == "https://d.github.io/e/"
    assert find_url(**known, repository="/srv/e.git") is None


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://notes.ada.example/", "notes.ada.example"),
        ("https://Ada.Example", "ada.example"),
        ("https://ada.example/sub/", None),
        ("https://ada.example:8443/", None),
        ("https://ada.github.io/", None),
        ("http://localhost/", None),
        ("http://192.168.0.1/", None),
        (None, None),
    ],
)
def test_an_own_domain(url, domain):
    assert domain_of(url) == domain


def test_one_repository_has_one_name_under_all_names_of_its_host():
    addresses = (
        "https://www.github.com/a/b",
        "ssh://git@ssh.github.com:443/a/b",
        "git@github.com.:a/b",
        "GitHub.com:a/b",
    )
    assert {split_repository(address) for address in addresses} == {("github.com", "a/b")}
    assert split_repository("git@altssh.gitlab.com:a/b") == split_repository("https://gitlab.com/a/b")


def test_what_is_no_address_is_an_error():
    with pytest.raises(ValueError, match="Invalid IPv6"):
        split_repository("https://[x/")
