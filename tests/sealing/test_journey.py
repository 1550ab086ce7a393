"""The whole journey: a question, a sealed page, an answer on a phone, and the answer on the same page."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.joint.crawl import serve
from tests.publish.conftest import World

ENTRY = """\
---
title: {title}
date: {date}
kind: coding
visibility: mentor
---
## What went well
- Drew the input #communication

## Question for my mentor
{question}
"""


class Learner(World):
    """A learner who types commands, and whose site a server shows."""

    def afterview(self, *arguments, text=None):
        environment = {**self.environment, "PYTHONPATH": os.environ["PYTHONPATH"]}
        command = [sys.executable, "-m", "afterview", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, input=text or "", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def check_out(self):
        """Publish, and put what is on the branch where the server looks."""
        self.afterview("publish")
        folder = self.place / "served"
        folder.mkdir(exist_ok=True)
        self.git(f"--git-dir={self.site}", f"--work-tree={folder}", "checkout", "--force", "gh-pages", "--", ".")
        return folder

    def public(self):
        names = [name for name in self.tree() if not name.startswith("s/") and name != ".afterview-manifest"]
        return {name: self.read(name) for name in names}


@pytest.fixture
def learner(tmp_path):
    (tmp_path / "mine").mkdir()
    learner = Learner(tmp_path / "mine", tmp_path)
    learner.afterview("init", ".", "--author", "Ada Okafor")
    learner.set(f"publish: {{repository: {learner.site}}}")
    return learner


def quote_as_mail(text):
    """Quote a text as Gmail does in a reply: a line about who wrote it, and a mark before every line."""
    quoted = "\r\n".join(f"> {line}" if line else ">" for line in text.split("\n"))
    return f"On Tue, 24 Nov 2026 at 10:42, Dana R. <dana@example.org> wrote:\r\n\r\n{quoted}\r\n\r\n-- \r\nDana\r\n"


def test_a_mentor_finds_a_question_and_the_learner_gets_the_answer(learner, browser):
    learner.write(
        {
            "content/interviews/2026-11-20-first.md": ENTRY.format(
                title="The first", date="2026-11-20", question="When do I stop?"
            ),
            "content/interviews/2026-11-22-second.md": ENTRY.format(
                title="The second", date="2026-11-22", question="How long is enough?"
            ),
        }
    )
    learner.afterview("mentor", "Dana R.")
    with serve(learner.check_out(), "/interviews/") as (base, _):
        learner.set(f"url: {base}")
        learner.check_out()
        before = learner.public()
        message = learner.afterview("mentor", "dana-r", "--message")
        assert "2 interviews" in message
        link = message.splitlines()[-1]
        assert link.startswith(f"{base}s/")
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, permissions=["clipboard-read", "clipboard-write"]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("For Dana R.")
        expect(page.get_by_text("How long is enough?")).to_be_visible()
        page.get_by_role("button", name="Answer").first.click()
        page.get_by_label("Answer", exact=True).fill("Yes.\n\nFrom one October to May.")
        page.get_by_role("button", name="Copy").click()
        expect(page.locator("form.give").get_by_role("status")).to_contain_text("Copied")
        answer = page.evaluate("navigator.clipboard.readText()")

        learner.afterview("import", "-", "--yes", text=quote_as_mail(answer))
        (note,) = (learner.root / "content/notes").glob("*.md")
        assert "From one October to May." in note.read_text()
        learner.check_out()
        page.goto("about:blank")
        page.goto(link)
        expect(page.get_by_text("With a mentor’s note: 1 question")).to_be_visible()
        page.get_by_text("With a mentor’s note: 1 question").click()
        expect(page.get_by_text("From one October to May.").first).to_be_visible()
        expect(page.get_by_text("When do I stop?")).to_be_visible()
        context.close()
    assert learner.public() == before
    key = re.search(r"#([0-9A-Z]{28})$", link)
    assert key
    assert not any(key[1] in text for text in learner.public().values())
