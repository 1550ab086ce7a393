"""Build the site of a portfolio: load it, render what changed, audit it, and put it in its place."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from afterview.model.audience import Audience
from afterview.model.page import Output
from afterview.output.again import digest_sources, name_site, read_files
from afterview.output.audit import Look, Seen, judge
from afterview.output.drafts import Drafts
from afterview.output.leaks import Watch
from afterview.output.lock import hold_lock
from afterview.output.manifest import list_outputs
from afterview.output.memory import Made, Memory, read_memory, write_memory
from afterview.output.outputs import Filed
from afterview.output.place import check_output, default_output
from afterview.output.progress import Stage, Tell, ignore
from afterview.output.report import Report
from afterview.output.reuse import find_unchanged_pages, render_pages, take_prints
from afterview.output.stamps import Stamp
from afterview.output.write import Staging
from afterview.rendering.layout_folders import find_layouts
from afterview.site import Site, load_site


def build_site(
    root: Path,
    *,
    audience: Audience,
    output: Path | None = None,
    url: str | None = None,
    clean: bool = False,
    jobs: int = 1,
    tell: Tell = ignore,
) -> Report:
    """Build the site of the portfolio at ``root`` for one audience, into ``output`` or its usual place.

    ``url`` is where the site will live, as the environment knows it; portfolio.yaml's own word comes before it.
    What earlier builds remember saves time and changes nothing; ``clean`` does without. ``jobs`` processes share the
    work, and ``tell`` hears how far it is. Raises ContentError when a source or a layout has errors, and Refused when
    the output is no safe place, when another build is at work or when writing fails, and AfterviewError (REFUSED) when
    the site fails its audit; in all these cases the site that stood before still stands.
    """
    target = default_output(root, audience) if output is None else output
    with hold_lock(root):
        check_output(root, target, audience)
        tell(Stage.LOOKING, 0, 0)
        sources = digest_sources(root)
        memory = Memory() if clean else read_memory(root)
        drafts = Drafts(memory.known(), jobs=jobs, tell=tell)
        name = name_site(target, audience, url)
        tell(Stage.READING, 0, 0)
        # What only its author sees lies on a disk: it has no address, whatever portfolio.yaml says.
        local = audience is Audience.ME
        site = load_site(root, audience, url=url, local=local, read_entries=drafts.read_entries)
        watch, look = _prepare_audit(site)
        pages = tuple(site.pages.values())
        prints = take_prints(pages, site.renderer)
        made = memory.sites.get(name)
        unchanged = find_unchanged_pages(pages, prints, made, target)
        changed = [page for page in pages if page.url not in unchanged]
        stood = made.files if made else {}
        with Staging(root, target, site.urls, stood) as staging:
            tell(Stage.RENDERING, len(changed), 0)
            take = partial(_take, staging, look)
            rendered = render_pages(site.renderer, changed, take, prints, jobs=jobs, tell=tell)
            taken = [_take(staging, look, Output(url=url, body=body), stood) for url, body in site.files.items()]
            files = {**unchanged, **{file.url: file for file, _ in (*rendered, *taken)}}
            judge(watch, [seen for _, seen in (*rendered, *taken) if seen], files)
            tell(Stage.WRITING, 0, 0)
            listed = [files[url] for url in site.urls]
            written = staging.put_in_place(listed)
        report = Report(
            output=target,
            audience=audience,
            pages=site.page_count,
            written=written,
            hidden=site.hidden,
            warnings=site.warnings,
            differing_levels=site.differing_levels,
            parsed=len(drafts.changed),
            rendered=len(changed),
        )
        tell(Stage.REMEMBERING, 0, 0)
        now = Made(
            sources=sources,
            prints={url: taken.digest for url, taken in prints.items()},
            files=read_files(target, list_outputs(listed)),
            kept=written.kept,
            pages=report.pages,
            hidden=report.hidden,
            warnings=report.warnings,
        )
        write_memory(root, {**memory.sites, name: now}, drafts.keep())
    return report


def _take(
    staging: Staging, look: Look, output: Output, stood: Mapping[str, tuple[str, Stamp]] | None = None
) -> tuple[Filed, Seen | None]:
    """Put a file into the site to be, and look at it unless it stood there before, and was looked at then."""
    filed = staging.take(output)
    known = (stood or {}).get(output.url)
    return filed, None if known and known[0] == filed.digest else look.at(output)


def render_site(site: Site) -> dict[str, bytes]:
    """Render and audit every file of a site in memory, by address, and write none.

    Raises:
        ContentError: a layout has errors.
        AfterviewError: REFUSED, when the site fails its audit.
    """
    watch, look = _prepare_audit(site)
    outputs = {url: Output(url=url, body=site.render(url)) for url in site.urls}
    judge(watch, map(look.at, outputs.values()), outputs)
    return {url: output.body for url, output in outputs.items()}


def _prepare_audit(site: Site) -> tuple[Watch, Look]:
    watch = Watch(site.whole, site.portfolio, site.insight, find_layouts(site.root))
    urls = frozenset(site.urls)
    return watch, Look(glance=watch.glance, urls=urls, home=site.portfolio.url, place=str(site.root.resolve()))
