"""The whole trip on one screen: files become a portfolio, a portfolio becomes pages, pages become a site."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import msgspec

from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.model.interview import Interview
from afterview.model.page import Output, Page
from afterview.model.portfolio import Article, Note, Portfolio
from afterview.narrow import narrow
from afterview.output.again import digest_sources, name_site, read_files
from afterview.output.audit import Look, Seen, judge
from afterview.output.drafts import Drafts
from afterview.output.images import read_images
from afterview.output.leaks import Watch
from afterview.output.lock import hold_lock
from afterview.output.manifest import list_outputs
from afterview.output.memory import Made, Memory, read_memory, write_memory
from afterview.output.outputs import Filed, order_urls
from afterview.output.place import check_output, default_output
from afterview.output.progress import Stage, Tell, ignore
from afterview.output.report import Hidden, Report
from afterview.output.reuse import find_unchanged_pages, render_pages, take_prints
from afterview.output.stamps import Stamp
from afterview.output.write import Staging
from afterview.pages.plan import plan_pages
from afterview.problems import ContentError, Problem, errors_of
from afterview.reading.portfolio import read_portfolio
from afterview.rendering.layout_folders import find_layouts
from afterview.rendering.renderer import Renderer, open_renderer

_Entry = Interview | Note | Article


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a whole site in memory, ordered by address, with what was read and what of it this audience may see."""

    outputs: tuple[Output, ...]
    pages: int
    whole: Portfolio
    narrowed: Portfolio
    warnings: tuple[Problem, ...]


class _Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what a site is going to be: its pages, its other files, and all addresses in their order."""

    whole: Portfolio
    narrowed: Portfolio
    warnings: tuple[Problem, ...]
    renderer: Renderer
    pages: tuple[Page, ...]
    files: tuple[Output, ...]
    urls: tuple[str, ...]
    watch: Watch
    look: Look

    @property
    def count(self) -> int:
        """Count the pages that a person reads."""
        return sum(page.url.endswith(".html") for page in self.pages)


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
    if audience is Audience.ME:
        raise ValueError("a site for me alone is only ever served, never built")
    target = default_output(root, audience) if output is None else output
    with hold_lock(root):
        check_output(root, target, audience)
        tell(Stage.LOOKING, 0, 0)
        sources = digest_sources(root)
        memory = Memory() if clean else read_memory(root)
        drafts = Drafts(memory.known(), jobs=jobs, tell=tell)
        name = name_site(target, audience, url)
        plan = _plan(root, audience, url, drafts, tell)
        prints = take_prints(plan.pages, plan.renderer)
        made = memory.sites.get(name)
        unchanged = find_unchanged_pages(plan.pages, prints, made, target)
        changed = [page for page in plan.pages if page.url not in unchanged]
        stood = made.files if made else {}
        with Staging(root, target, plan.urls, stood) as staging:
            tell(Stage.RENDERING, len(changed), 0)
            take = partial(_take, staging, plan.look)
            rendered = render_pages(plan.renderer, changed, take, prints, jobs=jobs, tell=tell)
            taken = [_take(staging, plan.look, file, stood) for file in plan.files]
            files = {**unchanged, **{file.url: file for file, _ in (*rendered, *taken)}}
            judge(plan.watch, [seen for _, seen in (*rendered, *taken) if seen], files)
            tell(Stage.WRITING, 0, 0)
            listed = [files[url] for url in plan.urls]
            written = staging.put_in_place(listed)
        report = Report(
            output=target,
            audience=audience,
            pages=plan.count,
            written=written,
            hidden=count_hidden(plan.whole, plan.narrowed),
            warnings=plan.warnings,
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


def prepare_site(root: Path, *, audience: Audience, url: str | None = None) -> Prepared:
    """Make every file of a site, and write none.

    Raises ContentError when a source or a layout has errors, and AfterviewError (REFUSED) when it fails its audit.
    """
    plan = _plan(root, audience, url, Drafts(), ignore)
    files = {output.url: output for output in (*map(plan.renderer.render_page, plan.pages), *plan.files)}
    judge(plan.watch, map(plan.look.at, files.values()), files)
    return Prepared(
        outputs=tuple(files[url] for url in plan.urls),
        pages=plan.count,
        whole=plan.whole,
        narrowed=plan.narrowed,
        warnings=plan.warnings,
    )


def _plan(root: Path, audience: Audience, url: str | None, drafts: Drafts, tell: Tell) -> _Plan:
    """Read everything, and decide what the site is going to be."""
    tell(Stage.READING, 0, 0)
    read = read_portfolio(root, drafts.read_entries)
    if errors_of(read.problems):
        raise ContentError(read.problems)
    portfolio = narrow(read.portfolio, audience)
    if url and not portfolio.url:
        portfolio = msgspec.structs.replace(portfolio, url=url)
    tell(Stage.COUNTING, 0, 0)
    insight = compute_insight(portfolio)
    tell(Stage.PLANNING, 0, 0)
    renderer = open_renderer(root)
    pages = plan_pages(portfolio, insight, audience)
    files = (*renderer.read_assets(), *read_images(root, portfolio))
    urls = order_urls([*(page.url for page in pages), *(file.url for file in files)])
    watch = Watch(read.portfolio, portfolio, insight, find_layouts(root))
    return _Plan(
        whole=read.portfolio,
        narrowed=portfolio,
        warnings=read.problems,
        renderer=renderer,
        pages=pages,
        files=files,
        urls=urls,
        watch=watch,
        look=Look(glance=watch.glance, urls=frozenset(urls), home=portfolio.url, place=str(root.resolve())),
    )


def count_hidden(whole: Portfolio, narrowed: Portfolio) -> Hidden:
    """Count what narrowing left out."""
    return Hidden(
        interviews=len(whole.interviews) - len(narrowed.interviews),
        notes=len(whole.notes) - len(narrowed.notes),
        articles=len(whole.articles) - len(narrowed.articles),
        sections=_count_sections(whole, narrowed) - _count_sections(narrowed, narrowed),
    )


def _count_sections(portfolio: Portfolio, shown: Portfolio) -> int:
    """Count the headings in those entries of a portfolio that are shown."""
    slugs = [{entry.slug for entry in entries} for entries in (shown.interviews, shown.notes, shown.articles)]
    kinds: tuple[Iterable[_Entry], ...] = (portfolio.interviews, portfolio.notes, portfolio.articles)
    entries = [entry for seen, all_ in zip(slugs, kinds, strict=True) for entry in all_ if entry.slug in seen]
    return sum(section.level > 0 for entry in (*entries, *portfolio.skills.values()) for section in entry.sections)
