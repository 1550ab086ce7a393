"""The whole trip on one screen: files become a portfolio, a portfolio becomes pages, pages become a site."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from afterview.audience import narrow
from afterview.build.again import digest_sources, name_site, read_files
from afterview.build.audit import audit_site
from afterview.build.drafts import Drafts
from afterview.build.images import read_images
from afterview.build.lock import hold_lock
from afterview.build.manifest import list_outputs
from afterview.build.memory import Made, Memory, read_memory, write_memory
from afterview.build.outputs import Ready, order_outputs
from afterview.build.place import check_output, default_output
from afterview.build.progress import Stage, Tell, ignore
from afterview.build.report import Hidden, Report
from afterview.build.reuse import find_unchanged_pages, render_pages, take_prints
from afterview.build.stamps import Stamp
from afterview.build.write import write_site
from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.model.interview import Interview
from afterview.model.portfolio import Article, Note, Portfolio
from afterview.problems import ContentError, Problem, errors_of
from afterview.reading.portfolio import read_portfolio
from afterview.site.plan import plan_pages
from afterview.theme.theme import open_theme

_Entry = Interview | Note | Article


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a whole site in memory, ordered by address, with what was read and what of it this audience may see.

    ``prints`` are the fingerprints of its pages, ``stood`` what is known of the files of the site before it, and
    ``rendered`` the number of pages that are new.
    """

    outputs: tuple[Ready, ...]
    pages: int
    whole: Portfolio
    narrowed: Portfolio
    warnings: tuple[Problem, ...]
    prints: Mapping[str, bytes]
    stood: Mapping[str, tuple[str, Stamp]]
    rendered: int


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
    work, and ``tell`` hears how far it is. Raises ContentError when a
    source or a layout has errors, and Refused when the output is no safe place, when another build is at work or when
    writing fails; in all these cases the site that stood before still stands.
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
        site = _prepare(root, audience, url, drafts, memory.sites.get(name), target, jobs, tell)
        tell(Stage.WRITING, 0, 0)
        written = write_site(root, target, site.outputs, site.stood)
        report = Report(
            output=target,
            audience=audience,
            pages=site.pages,
            written=written,
            hidden=count_hidden(site.whole, site.narrowed),
            warnings=site.warnings,
            parsed=len(drafts.changed),
            rendered=site.rendered,
        )
        tell(Stage.REMEMBERING, 0, 0)
        made = Made(
            sources=sources,
            prints=site.prints,
            files=read_files(target, list_outputs(site.outputs)),
            kept=written.kept,
            pages=site.pages,
            hidden=report.hidden,
            warnings=site.warnings,
        )
        write_memory(root, {**memory.sites, name: made}, drafts.keep())
    return report


def prepare_site(root: Path, *, audience: Audience, url: str | None = None) -> Prepared:
    """Make every file of a site, and write none.

    Raises ContentError when a source or a layout has errors, and AfterviewError (REFUSED) when it fails its audit.
    """
    return _prepare(root, audience, url, Drafts(), None, root, 1, ignore)


def _prepare(
    root: Path,
    audience: Audience,
    url: str | None,
    drafts: Drafts,
    made: Made | None,
    target: Path,
    jobs: int,
    tell: Tell,
) -> Prepared:
    """Make what is not remembered of a site, and find the rest where it stands, in ``target``."""
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
    theme = open_theme(root)
    pages = plan_pages(portfolio, insight, audience)
    prints = take_prints(pages, theme)
    unchanged = find_unchanged_pages(pages, prints, made, target)
    changed = [page for page in pages if page.url not in unchanged]
    tell(Stage.RENDERING, len(changed), 0)
    rendered = render_pages(theme, changed, jobs=jobs, tell=tell)
    outputs = order_outputs((*unchanged.values(), *rendered, *theme.read_assets(), *read_images(root, portfolio)))
    stood = made.files if made else {}
    audit_site(root, read.portfolio, portfolio, insight, outputs, {url: known for url, (known, _) in stood.items()})
    return Prepared(
        outputs=outputs,
        pages=sum(page.url.endswith(".html") for page in pages),
        whole=read.portfolio,
        narrowed=portfolio,
        warnings=read.problems,
        prints=prints,
        stood=stood,
        rendered=len(changed),
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
