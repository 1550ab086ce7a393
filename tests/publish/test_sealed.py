"""Publishing with mentors: one sealed file each beside the public site, and not a word of it outside the cipher."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from afterview.sealing.key_code import format_code, make_key, parse_code
from tests.publish.conftest import interview
from tests.sealing.opened import open_bundle

pytestmark = pytest.mark.slow

CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}")


class Shared:
    """A portfolio with a mentor, Dana R., and what she may see."""

    def __init__(self, world, publish):
        self.world, self.publish = world, publish
        world.write(
            {
                "content/interviews/2026-02-01-second.md": interview(
                    "Quokka", "2026-02-01", visibility="mentor", text="Numbat aloud"
                )
            }
        )
        self.mentor("Dana R.")

    def mentor(self, *arguments, status=0):
        command = [sys.executable, "-m", "afterview", "mentor", *arguments]
        environment = {**self.world.environment, "PYTHONPATH": os.environ["PYTHONPATH"]}
        done = subprocess.run(command, cwd=self.world.root, env=environment, capture_output=True, text=True)
        assert done.returncode == status, done.stdout + done.stderr
        return done

    @property
    def keys(self):
        return self.world.place / ".config/afterview/links"

    def link(self, slug="dana-r"):
        found = re.search(r"^link: (\w+)$", (self.world.root / f"content/mentors/{slug}.md").read_text(), re.MULTILINE)
        assert found
        return found[1]

    def key(self, slug="dana-r"):
        return parse_code((self.keys / f"{self.link(slug)}.key").read_text())

    def page(self, slug="dana-r"):
        return self.world.read(f"s/{self.link(slug)}/index.html")

    def letter(self, text, slug="dana-r"):
        file = self.world.root / f"content/mentors/{slug}.md"
        file.write_text(file.read_text() + text)

    def outside(self):
        """Read every file of the branch but the sealed ones and the list of files, which has their digests."""
        names = [name for name in self.world.tree() if not name.startswith("s/") and name != ".afterview-manifest"]
        return {name: self.world.read(name) for name in names}


@pytest.fixture
def shared(world, publish):
    return Shared(world, publish)


def test_each_mentor_gets_a_sealed_page_of_what_mentors_see_with_their_own_letter(shared):
    shared.mentor("Noor H.")
    shared.letter("Dana, this first.\n")
    assert "Sealed: 2 pages, each for one mentor." in shared.publish().stdout
    for slug, letter in (("dana-r", True), ("noor-h", False)):
        bundle = open_bundle(shared.key(slug), shared.page(slug).encode())
        assert "Quokka" in bundle["files"]["interviews/2026-02-01-second.html"]
        assert ("Dana, this first." in bundle["files"]["mentor.html"]) == letter
        assert bundle["home"] == "mentor.html"
        whole = str(bundle)
        assert shared.key(slug) not in whole
        assert not any(path.stem in whole for path in shared.keys.iterdir()), "no link of any mentor is inside"


def test_a_page_of_many_interviews_is_sealed_beside_the_rendering_of_the_public_site(shared):
    """Another process seals it where there is one; a key that is not there stops both."""
    many = {
        f"content/interviews/2026-03-01-n{number}.md": interview(f"N{number}", "2026-03-01", text="Plain")
        for number in range(60)
    }
    shared.world.write(many)
    assert "Sealed: 1 page, for one mentor." in shared.publish().stdout
    first = shared.world.tree()
    assert {"interviews/2026-03-01-n59.html", f"s/{shared.link()}/index.html"} <= {*first}
    bundle = open_bundle(shared.key(), shared.page().encode())
    assert "Quokka" in bundle["files"]["interviews/2026-02-01-second.html"]
    shared.world.write({"content/interviews/2026-03-02-last.md": interview("Last", "2026-03-02")})
    shutil.rmtree(shared.keys)
    assert "error[no-key]" in shared.publish(status=4).stderr
    assert shared.world.tree() == first


OF_MENTORS = ("quokka", "numbat", "pademelon", "potoroo", "dana")
"""A title, a text, a letter, an address for answers, and a name: each is for mentors alone."""


def words_outside(world, page):
    """Find words of the mentor's site in all that is published, the sealed bytes of a page aside."""
    names = [name for name in world.tree() if not name.startswith("s/")]
    texts = [*names, *(world.read(name) for name in names), world.git("cat-file", "commit", "gh-pages", at=world.site)]
    whole = "\n".join([*texts, re.sub(r'(id="sealed">)[^<]*', r"\1", page)]).lower()
    return [word for word in OF_MENTORS if word in whole]


def test_nothing_of_the_mentors_site_is_outside_the_cipher(shared):
    shared.letter("Pademelon.\n")
    shared.world.set("replies: {email: potoroo@example.org}")
    shared.publish()
    page = shared.page()
    assert words_outside(shared.world, page) == []
    inside = str(open_bundle(shared.key(), page.encode())).lower()
    assert all(word in inside for word in OF_MENTORS)
    # The same search finds a letter that slipped into the viewer.
    assert words_outside(shared.world, page.replace("</main>", "Pademelon</main>")) == ["pademelon"]


def test_what_only_mentors_see_changes_no_byte_outside(shared):
    shared.publish()
    before, sealed = shared.outside(), shared.page()
    shared.letter("A new letter.\n")
    shared.world.write({"content/interviews/2026-02-03-third.md": interview("T", "2026-02-03", visibility="mentor")})
    shared.publish()
    assert shared.outside() == before
    assert shared.page() != sealed


def test_what_a_mentor_may_not_see_changes_no_sealed_byte(shared):
    shared.publish()
    before = shared.page()
    shared.mentor("Noor H.")
    shared.letter("Noor alone.\n", "noor-h")
    shared.world.write({"content/interviews/2026-02-03-third.md": interview("T", "2026-02-03", visibility="private")})
    shared.publish()
    assert shared.page() == before


def test_a_second_publish_without_a_change_sends_nothing(shared):
    shared.publish()
    tip = shared.world.tip()
    assert "Nothing to send" in shared.publish().stdout
    assert shared.world.tip() == tip


COUNTING = """
from afterview.sealing import seal
encrypt = seal.seal
def count(key, body):
    with open({log!r}, "a") as file:
        file.write("sealed\\n")
    return encrypt(key, body)
seal.seal = count
"""


@pytest.fixture
def count_seals(tmp_path):
    """Return variables under which `publish` counts what it encrypts, and a function that says how often it did."""
    log = tmp_path / "sealed"
    (tmp_path / "counting").mkdir()
    (tmp_path / "counting/sitecustomize.py").write_text(COUNTING.format(log=str(log)))
    variables = {"PYTHONPATH": f"{tmp_path / 'counting'}{os.pathsep}{os.environ['PYTHONPATH']}"}

    def take():
        number = log.read_text().count("sealed") if log.exists() else 0
        log.unlink(missing_ok=True)
        return number

    return variables, take


def test_only_a_page_that_changed_is_sealed_again(shared, count_seals):
    variables, take = count_seals
    shared.mentor("Noor H.")
    shared.publish(**variables)
    assert take() == 2
    shared.world.write({"content/interviews/2026-02-03-third.md": interview("T", "2026-02-03", visibility="private")})
    shared.publish(**variables)
    assert take() == 0
    shared.letter("Noor alone.\n", "noor-h")
    shared.publish(**variables)
    assert take() == 1
    assert "Noor alone." in open_bundle(shared.key("noor-h"), shared.page("noor-h").encode())["files"]["mentor.html"]


def test_a_page_from_the_cache_is_the_page_made_from_nothing(shared):
    shared.publish()
    shared.letter("Dana, this first.\n")
    shared.publish()
    page = shared.page()
    shared.world.git("update-ref", "-d", "refs/heads/gh-pages", at=shared.world.site)
    shutil.rmtree(shared.world.root / ".afterview")
    shared.publish()
    assert shared.page() == page


@pytest.mark.parametrize("note", ["kept", "of the older page", "gone", "damaged"])
def test_an_older_sealed_page_on_the_branch_is_replaced(shared, note):
    """Somebody who can push puts an older page back, with a list of files that fits it."""
    file = shared.world.root / ".afterview/sealed-pages"
    shared.publish()
    old_tip, old_note = shared.world.tip(), file.read_text()
    shared.letter("A new letter.\n")
    shared.publish()
    page = shared.page()
    shared.world.git("update-ref", "refs/heads/gh-pages", old_tip, at=shared.world.site)
    if note == "gone":
        file.unlink()
    elif note != "kept":
        file.write_bytes(old_note.encode() if note == "of the older page" else b"\xff\x00 x\n\n")
    shared.publish()
    assert shared.page() == page


def test_renewing_one_page_touches_no_other(shared):
    shared.mentor("Noor H.")
    shared.publish()
    noor, old = shared.page("noor-h"), shared.link()
    shared.mentor("dana-r", "--renew")
    assert "Removed: 1 sealed page" in shared.publish().stdout
    assert shared.page("noor-h") == noor
    assert f"s/{old}/index.html" not in shared.world.tree()
    assert open_bundle(shared.key(), shared.page().encode())


def test_deleting_the_file_ends_the_page_and_names_the_key_that_is_left(shared):
    shared.publish()
    link = shared.link()
    (shared.world.root / "content/mentors/dana-r.md").unlink()
    assert "Removed: 1 sealed page" in shared.publish().stdout
    assert not any(name.startswith("s/") for name in shared.world.tree())
    assert link in shared.mentor().stdout
    assert (shared.keys / f"{link}.key").exists()


def test_a_page_whose_day_is_past_is_left_out_and_named(shared):
    file = shared.world.root / "content/mentors/dana-r.md"
    file.write_text(file.read_text().replace("\n---\n", "\nuntil: 2020-01-31\n---\n"))
    assert "The page for Dana R. ended on 2020-01-31" in shared.publish().stdout
    assert not any(name.startswith("s/") for name in shared.world.tree())


def test_without_the_key_nothing_is_published(shared):
    (shared.keys / f"{shared.link()}.key").unlink()
    assert "error[no-key]" in shared.publish(status=4).stderr
    assert not shared.world.tip()


def test_another_key_than_that_of_the_published_page_stops_publishing(shared):
    shared.publish()
    tip, file = shared.world.tip(), shared.keys / f"{shared.link()}.key"
    right = file.read_text()
    file.write_text(f"{format_code(make_key())}\n")
    shutil.rmtree(shared.world.root / ".afterview")  # as on another machine
    shared.letter("A new letter.\n")
    refused = shared.publish(status=4).stderr
    assert "error[bad-key]" in refused
    assert "is not the one of the page that Dana R. has the link to" in refused
    assert shared.world.tip() == tip
    file.write_text(right)
    shared.publish()
    assert open_bundle(shared.key(), shared.page().encode())


def test_a_damaged_key_stops_publishing_and_an_open_one_is_warned_of(shared):
    key = shared.keys / f"{shared.link()}.key"
    key.chmod(0o644)
    assert "warning[key-open]" in shared.publish().stderr
    key.write_text("0123\n")
    assert "error[bad-key]" in shared.publish(status=4).stderr


def test_the_list_says_what_is_published(shared):
    assert "not published from this machine yet" in shared.mentor().stdout
    shared.publish()
    assert "  published" in shared.mentor().stdout


def test_a_script_of_ones_own_is_warned_of(shared):
    shared.world.write({"layouts/assets/own.js": "alert(1);\n"})
    assert "layouts/assets/own.js:1:1: warning[sealed-script]" in shared.publish().stderr
    assert "alert(1)" not in shared.page()


LOGGING_GIT = """#!/bin/sh
{{ echo "$0 $@"; env; cat /proc/$PPID/cmdline /proc/$PPID/environ; }} >> {log}
exec {git} "$@"
"""
WATCHING = """
import os, sys
def watch(event, arguments, log=open({log!r}, "a", encoding="utf-8", errors="replace")):
    if event in ("os.putenv", "os.exec", "os.posix_spawn", "os.system", "subprocess.Popen"):
        print(event, arguments, dict(os.environ), file=log, flush=True)
    elif event == "open" and isinstance(arguments[0], str):
        print(event, arguments[0], file=log, flush=True)
sys.addaudithook(watch)
"""


@pytest.fixture
def watched(tmp_path):
    """Return variables under which a command logs its processes, its environment and its files, and the log."""
    log = tmp_path / "processes"
    git = tmp_path / "bin/git"
    git.parent.mkdir()
    git.write_text(LOGGING_GIT.format(log=log, git=shutil.which("git")))
    git.chmod(0o755)
    # Python imports this module before anything else.
    (git.parent / "sitecustomize.py").write_text(WATCHING.format(log=str(log)))
    path = f"{git.parent}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "PYTHONPATH": f"{git.parent}{os.pathsep}{os.environ['PYTHONPATH']}"}, log


LEAKING = """
import os
from afterview.sealing import seal
require = seal.require_key
def leak(*arguments):
    os.environ["SEALED"] = require(*arguments)
    return os.environ["SEALED"]
seal.require_key = leak
"""


def forms_of(key):
    return [key, format_code(key), key.lower(), key.encode().hex()]


def test_the_key_is_in_no_output_file_object_or_process(shared, watched):
    variables, log = watched
    runs = [
        shared.publish(**variables),
        shared.mentor(),
        shared.publish("--dry-run", **variables),
        shared.mentor("dana-r"),
    ]
    for done in runs:
        assert not CODE.search(done.stdout + done.stderr)
    objects = subprocess.run(
        ["git", "cat-file", "--batch-all-objects", "--batch"], cwd=shared.world.site, capture_output=True, check=True
    )
    files = [it for it in shared.world.root.rglob("*") if it.is_file()]
    assert any(".afterview" in it.parts for it in files), "the cache is among them"
    processes = log.read_text(errors="replace")
    assert "push" in processes
    assert "subprocess.Popen" in processes
    texts = [processes, objects.stdout.decode("utf-8", "replace"), *(done.stdout + done.stderr for done in runs)]
    texts += [it.read_bytes().decode("utf-8", "replace") for it in files]
    assert not any(form in text for form in forms_of(shared.key()) for text in texts)


def test_a_key_in_the_environment_of_the_program_would_be_seen(shared, watched, tmp_path):
    variables, log = watched
    module = tmp_path / "bin/sitecustomize.py"
    module.write_text(module.read_text() + LEAKING)
    shared.publish(**variables)
    assert shared.key() in log.read_text(errors="replace")


@pytest.mark.parametrize("verb", [["build"], ["build", "--audience", "mentor"], ["check"]])
def test_nothing_is_sealed_and_no_cryptography_imported_but_to_publish_for_a_mentor(shared, verb):
    script = (
        "import sys; from afterview.cli.main import cli; cli.main(sys.argv[1:], standalone_mode=False);"
        "print('cryptography' in sys.modules)"
    )
    environment = {**shared.world.environment, "PYTHONPATH": os.environ["PYTHONPATH"]}
    command = [sys.executable, "-c", script, *verb]
    done = subprocess.run(command, cwd=shared.world.root, env=environment, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "False", done.stderr
    assert not list(shared.world.root.glob("site*/s/*"))


def test_publishing_without_mentors_imports_no_cryptography(world):
    script = (
        "import sys; from afterview.cli.main import cli; cli.main(['publish'], standalone_mode=False);"
        "print('cryptography' in sys.modules)"
    )
    environment = {**world.environment, "PYTHONPATH": os.environ["PYTHONPATH"]}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=world.root, env=environment, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "False", done.stderr
