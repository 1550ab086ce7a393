"""Publish: build and audit the public site, compare it with the branch, and push it."""

import datetime
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from afterview.model.audience import Audience, Visibility
from afterview.model.portfolio import Portfolio
from afterview.narrow import Hidden
from afterview.output.lock import hold_lock
from afterview.output.manifest import MANIFEST, digest, render_manifest
from afterview.output.render import render_site
from afterview.pages.differing_levels import DifferingLevel
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
    refuse_foreign,
    write_commit,
    write_tree,
)
from afterview.publish.changes import Change, compare_sites
from afterview.publish.git import Git, GitFailure, make_store, open_here
from afterview.publish.sources import Checkout, holds_sources, locate, read_checkout
from afterview.reading.portfolio import read_settings
from afterview.reading.schema import Beside, PublishFields
from afterview.sealing.published import write_published
from afterview.sealing.seal import SealedPages, seal_pages
from afterview.site import Site, load_site

_OF_THE_BRANCH = frozenset({MANIFEST, PLAIN, DOMAIN})
_PLACE = "publish-"
_MARK = ".afterview-publish"
"""The name of a run's folder starts with the one, and the folder contains the other: only such a folder is removed."""
_LONG_NAME = 64
"""Characters in the name of an object in a repository that uses SHA-256."""
_FACTS = "portfolio.json"


class _Slug(msgspec.Struct, frozen=True):
    slug: str


class _Facts(msgspec.Struct, frozen=True):
    """The part of a published portfolio.json that identifies the portfolio."""

    title: str
    author: str
    interviews: tuple[_Slug, ...]


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


def publish_site(
    root: Path,
    *,
    environment: Mapping[str, str],
    tell: Callable[[Published], None],
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
    with ``may_ask``, git may ask for a password; with ``replace``, other work on the branch is replaced. ``tell`` is
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
    fields = settings.publish or PublishFields()
    repository = _find_repository(here, checkout, fields)
    with hold_lock(root), _open_folder(root) as folder:
        store = make_store(here, folder / "store")
        _check_branch(store, fields.branch)
        _check_identity(store)
        heads = read_heads(store, repository)
        if any(len(commit) == _LONG_NAME for commit in heads.values()):
            store = make_store(here, folder / "long-names", object_format="sha256")
        seen = read_branch(store, repository, fields.branch) if fields.branch in heads else None
        domain = parse_domain(seen.domain) if seen else None
        home = find_url(own=settings.portfolio.url, environment=url, domain=domain, repository=repository)
        site = load_site(root, Audience.PUBLIC, url=home)
        if seen and not replace:
            _check_whose(store, repository, fields.branch, seen, site.whole)
        if fields.beside_private_content is Beside.REFUSED and _has_private(site):
            _refuse_beside(here, store, checkout, repository, heads)
        # The sealed pages stay out of the public site's audit: letters by chance spell every short name.
        sealed = seal_pages(site, keys, today)
        outputs = _add_signs({**render_site(site), **sealed.files}, domain_of(settings.portfolio.url or url) or domain)
        tree = write_tree(store, outputs, folder / "files")
        plan = Published(
            repository=name_repository(repository),
            branch=fields.branch,
            url=home,
            pages=site.page_count,
            change=_compare(store, seen, list_tree(store, tree), site.portfolio),
            hidden=site.hidden,
            first=seen is None,
            needed=seen is None or seen.tree != tree or not seen.alone,
            commit=checkout.commit,
            uncommitted=checkout.changed,
            warnings=len(site.warnings),
            differing_levels=site.differing_levels,
            sealed=sealed,
        )
        tell(plan)
        if dry_run or not plan.needed:
            return plan
        try:
            push_branch(store, repository, fields.branch, write_commit(store, tree), seen)
        except OtherObjectFormat:  # an empty repository does not say how it names objects until something is pushed
            store = make_store(here, folder / "long-names", object_format="sha256")
            tree = write_tree(store, outputs, folder / "files-sha256")
            push_branch(store, repository, fields.branch, write_commit(store, tree), None)
        write_published(root, (mentor.link for mentor in site.whole.mentors if mentor not in sealed.ended))
        return msgspec.structs.replace(plan, pushed=True)


def _find_repository(here: Git, checkout: Checkout, fields: PublishFields) -> str:
    repository = fields.repository or checkout.origin
    if not repository:
        raise Refused(
            _problem(
                Code.NO_REPOSITORY,
                "there is no repository to publish to: portfolio.yaml names none, and this folder has no remote origin",
                "make an empty public repository for the site alone, and write its address into portfolio.yaml: "
                "publish: {repository: ...}",
            )
        )
    base = here.folder if fields.repository else checkout.top or here.folder
    try:
        if not repository.startswith("-"):
            return locate(repository, base)
    except ValueError:  # such as https://[x/
        pass
    hint = "correct publish.repository in portfolio.yaml, for example: git@github.com:YOU/my-site.git"
    raise Refused(_problem(Code.NO_REPOSITORY, f"`{name_repository(repository)}` is not a repository's address", hint))


def _check_whose(store: Git, repository: str, branch: str, seen: RemoteBranch, whole: Portfolio) -> None:
    """Refuse a branch with work that Afterview did not write, or with the site of another portfolio."""
    if seen.foreign:
        raise refuse_foreign(repository, branch, seen.foreign)
    facts = seen.files.get(_FACTS)
    if not facts:
        return
    try:
        other = msgspec.json.decode(read_files(store, [facts])[0], type=_Facts)
    except msgspec.DecodeError:  # a layout of the portfolio's own may write other facts
        return
    own = {interview.slug for interview in whole.interviews}
    is_same = (other.title, other.author) == (whole.title, whole.author)
    if other.interviews and not is_same and own.isdisjoint(interview.slug for interview in other.interviews):
        raise refuse_foreign(
            repository, branch, f"it is the site of another portfolio, “{other.title}” of {other.author}"
        )


def _has_private(site: Site) -> bool:
    """Return whether a portfolio has entries, sections or names that its public site does not show."""
    shown = {interview.slug: interview for interview in site.portfolio.interviews}
    hides_names = any(
        (interview.interviewer, interview.company) != (public.interviewer, public.company)
        for interview in site.whole.interviews
        if (public := shown.get(interview.slug))
    )
    sections = (section for skill in site.whole.skills.values() for section in skill.sections)
    hides_sections = any(section.visibility is not Visibility.PUBLIC for section in sections)
    return hides_names or hides_sections or bool(site.whole.mentors) or site.hidden != Hidden()


@contextmanager
def _open_folder(root: Path) -> Iterator[Path]:
    """Make a folder for this run and remove it afterwards; folders of killed runs are removed first."""
    folder = root / ".afterview"
    place = folder / f"{_PLACE}{secrets.token_hex(8)}"
    try:
        folder.mkdir(exist_ok=True)
        for left in folder.glob(f"{_PLACE}*"):
            if (left / _MARK).is_file() and not left.is_symlink():
                shutil.rmtree(left)
        place.mkdir()
        (place / _MARK).touch()
        yield place
    except OSError as error:
        name = os.fsdecode(error.filename or place)
        raise Refused(
            Problem(
                code=Code.WRITE_FAILED,
                path=name,
                message=f"could not write this file: {error.strerror or error}",
                hint="free some space or check the folder's permissions, then publish again. Nothing was published",
            )
        ) from error
    except GitFailure as failure:
        raise Refused(
            _problem(Code.NO_GIT, f"git failed: {failure.messages[:300]}", "run it again, or try a newer git")
        ) from failure
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _check_branch(store: Git, branch: str) -> None:
    is_known_to_git = store.ask("check-ref-format", "--normalize", f"refs/heads/{branch}")
    if not is_known_to_git or branch.startswith(("-", "refs/")) or branch in ("HEAD", "@"):
        hint = "write a simple name, for example: gh-pages"
        raise Refused(_problem(Code.NO_REPOSITORY, f"`{branch}` cannot be a branch's name", hint))


def _check_identity(store: Git) -> None:
    if not (store.ask("var", "GIT_AUTHOR_IDENT") and store.ask("var", "GIT_COMMITTER_IDENT")):
        raise Refused(
            _problem(
                Code.NO_IDENTITY,
                "git does not know your name and e-mail address, which a commit needs",
                'run `git config --global user.name "Ada Okafor"` and `git config --global user.email ...`; '
                "the address will be public",
            )
        )


def _refuse_beside(here: Git, store: Git, checkout: Checkout, repository: str, heads: Mapping[str, str]) -> None:
    if holds_sources(here, store, checkout, repository, heads.values()):
        raise Refused(
            _problem(
                Code.PRIVATE_BESIDE,
                f"{name_repository(repository)} also has content/ with private entries: "
                "everyone who can read the site's repository could read them",
                "there are two safe ways: (1) keep content/ in a private repository and set publish.repository to a "
                "second, public one; (2) make every entry public. If only people you trust can read that repository, "
                "write beside_private_content: allowed under publish",
            )
        )


def _add_signs(files: Mapping[str, bytes], domain: str | None) -> dict[str, bytes]:
    """Add the files that only a branch has: the manifest, and those for GitHub Pages."""
    manifest = render_manifest({url: digest(body) for url, body in files.items()})
    signs = {PLAIN: b"", MANIFEST: manifest.encode()}
    if domain:
        signs[DOMAIN] = f"{domain}\n".encode()
    return {**files, **signs}


def _compare(store: Git, seen: RemoteBranch | None, files: Mapping[str, str], portfolio: Portfolio) -> Change:
    before = {url: name for url, name in (seen.files if seen else {}).items() if url not in _OF_THE_BRANCH}
    after = {url: name for url, name in files.items() if url not in _OF_THE_BRANCH}
    notes = before.get("notes.html")
    page = read_files(store, [notes])[0].decode("utf-8", "replace") if notes else None
    return compare_sites(portfolio, before, after, page)


def _problem(code: Code, message: str, hint: str) -> Problem:
    return Problem(code=code, path=SETTINGS, message=message, hint=hint)
