"""Publish on one screen: what everybody may see is made anew, audited, compared with what stands, and pushed."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from afterview.model.audience import Audience
from afterview.model.page import Output
from afterview.narrow import narrow
from afterview.output.build import count_hidden, prepare_site
from afterview.output.lock import hold_lock
from afterview.output.manifest import MANIFEST, list_outputs, render_manifest
from afterview.output.report import Hidden
from afterview.problems import Code, ContentError, Problem, Refused, errors_of
from afterview.publish.address import domain_of, find_url, parse_domain
from afterview.publish.branch import (
    DOMAIN,
    PLAIN,
    SETTINGS,
    Seen,
    list_tree,
    name_repository,
    push_branch,
    read_branch,
    read_heads,
    write_commit,
    write_tree,
)
from afterview.publish.git import Git, GitFailure, make_store, open_here
from afterview.publish.sources import Kept, holds_sources, locate, read_kept
from afterview.reading.portfolio import read_portfolio
from afterview.reading.schema import Beside, PublishFields

_OF_THE_BRANCH = frozenset({MANIFEST, PLAIN, DOMAIN})


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the addresses of the files that publishing adds to a branch, changes there and takes away."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what publishing will do or has done; nothing of it is private.

    ``commit`` names the committed content that it was made from, empty for content that git does not keep;
    ``uncommitted`` counts files that were taken as they are in the folder. ``first``: there was no such branch;
    ``needed``: there was none with just this; ``pushed``: there is one now. ``url`` is where the site will live, if
    that is known.
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


def publish_site(
    root: Path,
    *,
    environment: Mapping[str, str],
    tell: Callable[[Published], None],
    dry_run: bool = False,
    may_ask: bool = False,
    told_url: str | None = None,
) -> Published:
    """Make the public site of the portfolio at ``root``, and push it to the branch that portfolio.yaml names.

    ``environment`` is what git gets to see, ``told_url`` the site's address as the environment knows it; ``may_ask``:
    git may ask for a password. ``tell`` gets to know what is going to happen before it does. A dry run does all but
    push. Raises ContentError and Refused; the branch is then as it was. The person's own files, index, branches and
    commits are never written to.
    """
    # Only the settings are needed yet. With an error among them the repository that they name is not known.
    settings = read_portfolio(root, lambda *_: ())
    if errors_of(settings.problems):
        raise ContentError(errors_of(read_portfolio(root).problems))
    here = open_here(root, environment, may_ask=may_ask)
    kept = read_kept(here)
    fields = settings.publish or PublishFields()
    repository = _find_repository(here, kept, fields)
    with hold_lock(root), _open_store(root, here) as store:
        _check_branch(store, fields.branch)
        _check_identity(store)
        heads = read_heads(store, repository)
        seen = read_branch(store, repository, fields.branch) if fields.branch in heads else None
        domain = parse_domain(seen.domain) if seen else None
        url = find_url(said=settings.portfolio.url, told=told_url, domain=domain, repository=repository)
        site = prepare_site(root, audience=Audience.PUBLIC, url=url)
        if fields.beside_private_content is Beside.REFUSED and site.whole != narrow(site.whole, Audience.PUBLIC):
            _refuse_beside(here, store, kept, repository, heads)
        outputs = _add_signs(site.outputs, domain_of(settings.portfolio.url or told_url) or domain)
        tree = write_tree(store, outputs, root / ".afterview" / "publish" / "files")
        plan = Published(
            repository=name_repository(repository),
            branch=fields.branch,
            url=url,
            pages=site.pages,
            change=_compare(seen, list_tree(store, tree)),
            hidden=count_hidden(site.whole, site.narrowed),
            first=seen is None,
            needed=seen is None or seen.tree != tree or not seen.alone,
            commit=kept.commit,
            uncommitted=kept.changed,
            warnings=len(site.warnings),
        )
        tell(plan)
        if dry_run or not plan.needed:
            return plan
        push_branch(store, repository, fields.branch, write_commit(store, tree), seen)
        return msgspec.structs.replace(plan, pushed=True)


def _find_repository(here: Git, kept: Kept, fields: PublishFields) -> str:
    repository = fields.repository or kept.origin
    if not repository:
        raise Refused(
            _problem(
                Code.NO_REPOSITORY,
                "there is no repository to publish to: portfolio.yaml names none, and this folder has no remote origin",
                "make an empty public repository for the site alone, and write its address into portfolio.yaml: "
                "publish: {repository: ...}",
            )
        )
    if repository.startswith("-"):
        raise Refused(_problem(Code.NO_REPOSITORY, "that is no repository's address", "mend publish.repository"))
    return locate(repository, here.folder if fields.repository else kept.top or here.folder)


@contextmanager
def _open_store(root: Path, here: Git) -> Iterator[Git]:
    """Open a store of objects that is gone afterwards; what a killed run left of its own goes first."""
    place = root / ".afterview" / "publish"
    try:
        if place.exists():
            shutil.rmtree(place)
        place.mkdir(parents=True)
        yield make_store(here, place / "store")
    except OSError as error:
        name = os.fsdecode(error.filename or place)
        raise Refused(
            Problem(
                code=Code.WRITE_FAILED,
                path=name,
                message=f"the disk refused this ({error.strerror or error})",
                hint="make room, or see that you may write there, then publish again; nothing was published",
            )
        ) from error
    except GitFailure as failure:
        raise Refused(
            _problem(Code.NO_GIT, f"git failed: {failure.said[:300]}", "run it again, or try a newer git")
        ) from failure
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _check_branch(store: Git, branch: str) -> None:
    if not store.ask("check-ref-format", "--normalize", f"refs/heads/{branch}") or branch.startswith("-"):
        hint = "write a simple name, as gh-pages"
        raise Refused(_problem(Code.NO_REPOSITORY, f"`{branch}` cannot be a branch's name", hint))


def _check_identity(store: Git) -> None:
    if not (store.ask("var", "GIT_AUTHOR_IDENT") and store.ask("var", "GIT_COMMITTER_IDENT")):
        raise Refused(
            _problem(
                Code.NO_IDENTITY,
                "git does not know who you are, and a commit needs a name and an address",
                'tell it with `git config --global user.name "Ada Okafor"` and `git config --global user.email ...`; '
                "the address will be public",
            )
        )


def _refuse_beside(here: Git, store: Git, kept: Kept, repository: str, heads: Mapping[str, str]) -> None:
    if holds_sources(here, store, kept, repository, heads.values()):
        raise Refused(
            _problem(
                Code.PRIVATE_BESIDE,
                f"{name_repository(repository)} holds content/ too, with what the public may not see: "
                "whoever can read the site's repository could read that",
                "two shapes are safe: keep content/ in a private repository and name a second, public one, with "
                "nothing but the site, in publish.repository; or keep no private entry in content/. If only people "
                "you trust can read that repository, write beside_private_content: allowed under publish",
            )
        )


def _add_signs(outputs: tuple[Output, ...], domain: str | None) -> tuple[Output, ...]:
    """Add what a branch has and a folder has not: our mark, and what GitHub Pages wants to know."""
    signs = [Output(url=PLAIN, body=b""), Output(url=MANIFEST, body=render_manifest(list_outputs(outputs)).encode())]
    if domain:
        signs.append(Output(url=DOMAIN, body=f"{domain}\n".encode()))
    return (*outputs, *signs)


def _compare(seen: Seen | None, files: Mapping[str, str]) -> Change:
    before = {url: made for url, made in (seen.files if seen else {}).items() if url not in _OF_THE_BRANCH}
    after = {url: made for url, made in files.items() if url not in _OF_THE_BRANCH}
    return Change(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(url for url in after.keys() & before.keys() if after[url] != before[url])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def _problem(code: Code, message: str, hint: str) -> Problem:
    return Problem(code=code, path=SETTINGS, message=message, hint=hint)
