"""Check, before anything is built or pushed, that publishing to a branch is possible and safe."""

from collections.abc import Mapping

import msgspec

from afterview.model.audience import Visibility
from afterview.model.portfolio import Portfolio
from afterview.narrow import Hidden
from afterview.problems import Code, Problem, Refused
from afterview.publish.branch import SETTINGS, RemoteBranch, name_repository, read_files, refuse_foreign
from afterview.publish.checkout import Checkout, holds_sources, locate
from afterview.publish.git import Git
from afterview.reading.schema import PublishFields
from afterview.site import Site

_FACTS = "portfolio.json"


class _Slug(msgspec.Struct, frozen=True):
    slug: str


class _Facts(msgspec.Struct, frozen=True):
    """The part of a published portfolio.json that identifies the portfolio."""

    title: str
    author: str
    interviews: tuple[_Slug, ...]


def find_repository(here: Git, checkout: Checkout, fields: PublishFields) -> str:
    """Return the address of the repository to push to: that of portfolio.yaml, else the remote origin.

    Raises:
        Refused: NO_REPOSITORY.
    """
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


def check_whose(store: Git, repository: str, branch: str, seen: RemoteBranch, whole: Portfolio) -> None:
    """Refuse a branch with work that Afterview did not write, or with the site of another portfolio.

    Raises:
        Refused: FOREIGN_BRANCH.
    """
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


def has_private(site: Site) -> bool:
    """Decide whether a portfolio has entries, sections or names that its public site does not show."""
    shown = {interview.slug: interview for interview in site.portfolio.interviews}
    hides_names = any(
        (interview.interviewer, interview.company) != (public.interviewer, public.company)
        for interview in site.whole.interviews
        if (public := shown.get(interview.slug))
    )
    sections = (section for skill in site.whole.skills.values() for section in skill.sections)
    hides_sections = any(section.visibility is not Visibility.PUBLIC for section in sections)
    return hides_names or hides_sections or bool(site.whole.mentors) or site.hidden != Hidden()


def check_branch(store: Git, branch: str) -> None:
    """Refuse what cannot be a branch's name.

    Raises:
        Refused: NO_REPOSITORY.
    """
    is_known_to_git = store.ask("check-ref-format", "--normalize", f"refs/heads/{branch}")
    if not is_known_to_git or branch.startswith(("-", "refs/")) or branch in ("HEAD", "@"):
        hint = "write a simple name, for example: gh-pages"
        raise Refused(_problem(Code.NO_REPOSITORY, f"`{branch}` cannot be a branch's name", hint))


def check_identity(store: Git) -> None:
    """Refuse to publish as nobody.

    Raises:
        Refused: NO_IDENTITY.
    """
    if not (store.ask("var", "GIT_AUTHOR_IDENT") and store.ask("var", "GIT_COMMITTER_IDENT")):
        raise Refused(
            _problem(
                Code.NO_IDENTITY,
                "git does not know your name and e-mail address, which a commit needs",
                'run `git config --global user.name "Ada Okafor"` and `git config --global user.email ...`; '
                "the address will be public",
            )
        )


def check_beside(here: Git, store: Git, checkout: Checkout, repository: str, heads: Mapping[str, str]) -> None:
    """Refuse a repository that has the private sources too.

    Raises:
        Refused: PRIVATE_BESIDE.
    """
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


def _problem(code: Code, message: str, hint: str) -> Problem:
    return Problem(code=code, path=SETTINGS, message=message, hint=hint)
