"""Publish: build and audit the public site, compare it with the branch, and push it."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from afterview.model.audience import Audience
from afterview.model.differing_level import DifferingLevel
from afterview.model.portfolio import Portfolio
from afterview.narrow import Hidden
from afterview.output.cache import Cache, read_cache, write_cache
from afterview.output.entry_cache import EntryReader
from afterview.output.lock import hold_lock
from afterview.output.manifest import MANIFEST, digest, render_manifest
from afterview.output.pool import count_processes, count_processors, spread
from afterview.output.render import render_site
from afterview.problems import Code, Problem, Refused, errors_of
from afterview.publish.address import domain_of, find_url, parse_domain
from afterview.publish.branch import (
    DOMAIN,
    PLAIN,
    SETTINGS,
    OtherObjectFormat,
    RemoteBranch,
    list_tree,
    name_repository,
    push_branch,
    read_branch,
    read_files,
    read_heads,
    write_commit,
    write_tree,
)
from afterview.publish.changes import Change, compare_sites
from afterview.publish.checkout import Checkout, read_checkout
from afterview.publish.checks import (
    check_beside,
    check_branch,
    check_identity,
    check_whose,
    find_repository,
    has_private,
)
from afterview.publish.git import Git, GitFailure, make_store, open_here
from afterview.publish.run_folder import make_run_folder
from afterview.reading.schema import Beside, PublishFields
from afterview.reading.settings import read_settings
from afterview.sealing.published import PublishedPages, read_published, sealed_file, write_published
from afterview.sealing.seal import SealedPages, seal_pages
from afterview.site import Site, load_site

_OF_THE_BRANCH = frozenset({MANIFEST, PLAIN, DOMAIN})
_LONG_NAME = 64
"""Characters in the name of an object in a repository that uses SHA-256."""


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What publishing will do or has done; nothing in it is private.

    ``commit`` is the commit that the site was built from, empty if the content is not in git; ``uncommitted`` counts
    files with changes that are not committed. ``first``: the branch did not exist; ``needed``: it has not exactly this
    site; ``pushed``: now it has. ``url`` is the site's address, if it is known.
    """

    repository: str
    branch: str
    url: str | None
    pages: int
    change: Change
    hidden: Hidden
    first: bool
    needed: bool
    pushed: bool = False
    commit: str = ""
    uncommitted: int = 0
    warnings: int = 0
    sealed: SealedPages = SealedPages()
    differing_levels: tuple[DifferingLevel, ...] = ()


class _Remote(msgspec.Struct, frozen=True, kw_only=True):
    """The branch to push to, as it was ``seen``; ``store`` reaches it, ``heads`` are the commits of all branches."""

    repository: str
    branch: str
    store: Git
    heads: Mapping[str, str]
    seen: RemoteBranch | None


def publish_site(
    root: Path,
    *,
    environment: Mapping[str, str],
    on_plan: Callable[[Published], None],
    keys: Path,
    today: datetime.date,
    dry_run: bool = False,
    replace: bool = False,
    may_ask: bool = False,
    url: str | None = None,
) -> Published:
    """Build the public site of the portfolio at ``root``, and push it to the branch that portfolio.yaml names.

    Each mentor of the portfolio gets a sealed page beside it; ``keys`` is the folder of their keys, and pages that end
    before ``today`` are left out. ``environment`` is for git, ``url`` the site's address if portfolio.yaml has none;
    with ``may_ask``, git may ask for a password; with ``replace``, other work on the branch is replaced. ``on_plan`` is
    called with the plan before anything is pushed. A dry run does everything but push. The person's own files, index,
    branches and commits are never written to.

    Raises:
        ContentError: a source has errors.
        Refused: publishing would not be safe, or could not be done; the branch is then as it was.
    """
    # Only the settings are needed yet. With an error among them the repository that they name is not known.
    settings = read_settings(root)
    if errors_of(settings.problems):
        load_site(root, Audience.PUBLIC)  # raises ContentError with the problems of every file
    here = open_here(root, environment, may_ask=may_ask)
    checkout = read_checkout(here)
    fields = settings.fields.publish or PublishFields()
    repository = find_repository(here, checkout, fields)
    with hold_lock(root), make_run_folder(root) as folder, _reporting_git():
        remote = _read_remote(here, folder, repository, fields.branch)
        domain = parse_domain(remote.seen.domain) if remote.seen else None
        home = find_url(own=settings.url, environment=url, domain=domain, repository=repository)
        entries = EntryReader(Cache(b""), jobs=count_processors())  # nothing of an earlier build is used
        site = load_site(root, Audience.PUBLIC, url=home, read_entries=entries.read_entries)
        if remote.seen and not replace:
            check_whose(remote.store, repository, fields.branch, remote.seen, site.whole)
        if fields.beside_private_content is Beside.REFUSED and has_private(site):
            check_beside(here, remote.store, checkout, repository, remote.heads)
        # The sealed pages stay out of the public site's audit: letters by chance spell every short name.
        rendered, sealed = _render_and_seal(root, site, remote, keys, today)
        outputs = _add_signs({**rendered, **sealed.files}, domain_of(settings.url or url) or domain)
        tree = write_tree(remote.store, outputs, folder / "files")
        plan = _plan(site, sealed, remote, tree, checkout, home)
        on_plan(plan)
        if dry_run:
            return plan
        if plan.needed:
            _push(here, folder, remote, tree, outputs)
        write_published(root, sealed.codes)
        return msgspec.structs.replace(plan, pushed=plan.needed)


def _read_remote(here: Git, folder: Path, repository: str, branch: str) -> _Remote:
    store = make_store(here, folder / "store")
    check_branch(store, branch)
    check_identity(store)
    heads = read_heads(store, repository)
    if any(len(commit) == _LONG_NAME for commit in heads.values()):
        store = make_store(here, folder / "long-names", object_format="sha256")
    seen = read_branch(store, repository, branch) if branch in heads else None
    return _Remote(repository=repository, branch=branch, store=store, heads=heads, seen=seen)


def _render_and_seal(
    root: Path, site: Site, remote: _Remote, keys: Path, today: datetime.date
) -> tuple[Mapping[str, bytes], SealedPages]:
    """Render the public site, and in another process, where there is one, the sealed pages."""
    if not site.whole.mentors:
        return render_site(site), SealedPages()
    codes = read_published(root)
    seen = remote.seen.files if remote.seen else {}
    known = [url for url in (sealed_file(mentor.link) for mentor in site.whole.mentors) if url in seen]
    bodies = read_files(remote.store, [seen[url] for url in known])
    published = PublishedPages(files=dict(zip(known, bodies, strict=True)), codes=codes)
    jobs: list[Callable[[], Any]] = [
        partial(render_site, site),
        partial(_seal_pages, root, site, keys, today, published),
    ]
    rendered, sealed = spread(_do_all, jobs, min(len(jobs), count_processes(site.page_count, count_processors())))
    return rendered, sealed


def _do_all(jobs: Sequence[Callable[[], Any]]) -> Sequence[Any]:
    return [job() for job in jobs]


def _seal_pages(root: Path, site: Site, keys: Path, today: datetime.date, published: PublishedPages) -> SealedPages:
    cache = read_cache(root)
    sealed = seal_pages(site, keys, today, cache=cache, published=published)
    write_cache(root, cache)
    return sealed


def _plan(
    site: Site, sealed: SealedPages, remote: _Remote, tree: str, checkout: Checkout, home: str | None
) -> Published:
    seen = remote.seen
    return Published(
        repository=name_repository(remote.repository),
        branch=remote.branch,
        url=home,
        pages=site.page_count,
        change=_compare(remote, list_tree(remote.store, tree), site.portfolio),
        hidden=site.hidden,
        first=seen is None,
        needed=seen is None or seen.tree != tree or not seen.alone,
        commit=checkout.commit,
        uncommitted=checkout.changed,
        warnings=len(site.warnings),
        differing_levels=site.differing_levels,
        sealed=sealed,
    )


def _push(here: Git, folder: Path, remote: _Remote, tree: str, outputs: Mapping[str, bytes]) -> None:
    store = remote.store
    try:
        push_branch(store, remote.repository, remote.branch, write_commit(store, tree), remote.seen)
    except OtherObjectFormat:  # an empty repository does not say how it names objects until something is pushed
        store = make_store(here, folder / "long-names", object_format="sha256")
        tree = write_tree(store, outputs, folder / "files-sha256")
        push_branch(store, remote.repository, remote.branch, write_commit(store, tree), None)


@contextmanager
def _reporting_git() -> Iterator[None]:
    """Turn what git refuses, for a reason that nothing here expects, into a problem."""
    try:
        yield
    except GitFailure as failure:
        problem = Problem(
            code=Code.NO_GIT,
            path=SETTINGS,
            message=f"git failed: {failure.messages[:300]}",
            hint="run it again, or try a newer git",
        )
        raise Refused(problem) from failure


def _add_signs(files: Mapping[str, bytes], domain: str | None) -> dict[str, bytes]:
    """Add the files that only a branch has: the manifest, and those for GitHub Pages."""
    manifest = render_manifest({url: digest(body) for url, body in files.items()})
    signs = {PLAIN: b"", MANIFEST: manifest.encode()}
    if domain:
        signs[DOMAIN] = f"{domain}\n".encode()
    return {**files, **signs}


def _compare(remote: _Remote, files: Mapping[str, str], portfolio: Portfolio) -> Change:
    before = {
        url: name for url, name in (remote.seen.files if remote.seen else {}).items() if url not in _OF_THE_BRANCH
    }
    after = {url: name for url, name in files.items() if url not in _OF_THE_BRANCH}
    notes = before.get("notes.html")
    page = read_files(remote.store, [notes])[0].decode("utf-8", "replace") if notes else None
    return compare_sites(portfolio, before, after, page)
