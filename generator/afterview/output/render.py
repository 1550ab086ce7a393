"""Render and audit the files of a site: in memory, or into a stage, only those that changed."""

import zlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from afterview.model.page import Page
from afterview.output.audit import (
    Circumstances,
    PageAudit,
    check_page,
    check_site,
    make_circumstances,
)
from afterview.output.audit_cache import AuditCache, decode_audit, encode_audit
from afterview.output.build_report import OnProgress, Stage, ignore_progress
from afterview.output.cache import Cache
from afterview.output.leaks import LeakScanner
from afterview.output.manifest import digest
from afterview.output.pool import count_processes, spread
from afterview.output.staging import Stage as SiteStage
from afterview.reading.memo import digest_of
from afterview.rendering.renderer import Renderer
from afterview.site import Site

# Contexts are full of markup, which is text: no function written in Python is called for each.
_ENCODE = msgspec.msgpack.Encoder(enc_hook=str.__str__).encode


class _Task(msgspec.Struct, frozen=True, array_like=True):
    """A file to finish: a page to render, the path of an existing file to audit, or bytes to audit and to write."""

    url: str
    source: Page | Path | bytes
    size: int


class _Work(msgspec.Struct, frozen=True):
    """Finish files, in this process or in another."""

    renderer: Renderer
    circumstances: Circumstances
    number: bool
    stage: SiteStage

    def finish(self, tasks: Sequence[_Task]) -> list[tuple[str, bytes]]:
        """Render, write and audit files; return the digest of each and its audit, encoded."""
        finished = []
        for task in tasks:
            if isinstance(task.source, Page):
                body = self.renderer.render_page(task.source).body
            else:
                body = task.source if isinstance(task.source, bytes) else task.source.read_bytes()
            found = self.stage.write(task.url, body)
            audit = check_page(task.url, body, self.circumstances, number=self.number)
            finished.append((found, encode_audit(audit)))
        return finished


def render_site(site: Site, *, cache: Cache | None = None) -> dict[str, bytes]:
    """Render and audit every file of a site in memory, by address, and write none.

    With a ``cache``, pages and audits whose inputs are all as before come from there.

    Raises:
        ContentError: a layout has errors.
        AfterviewError: REFUSED, when the site fails its audit.
    """
    scanner = LeakScanner(site)
    circumstances = make_circumstances(site, scanner)
    if cache is None:
        bodies = {url: site.render(url) for url in site.urls}
        audits = {url: check_page(url, body, circumstances) for url, body in bodies.items()}
    else:
        bodies = {url: _render_once(site, url, cache) for url in site.urls}
        audits = _audit_once(bodies, circumstances, cache)
    check_site(site, scanner, audits, bodies.__getitem__)
    return bodies


def _render_once(site: Site, url: str, cache: Cache) -> bytes:
    page = site.pages.get(url)
    if page is None:
        return site.files[url]
    key = digest_of("body", _make_key(site.renderer, page, {})[0])
    return zlib.decompress(cache.get(key, lambda: zlib.compress(site.render(url), 1)))


def _audit_once(bodies: Mapping[str, bytes], circumstances: Circumstances, cache: Cache) -> dict[str, PageAudit]:
    earlier = AuditCache(cache, circumstances)
    audits = {}
    for url, body in bodies.items():
        found = digest(body)
        audit = earlier.find(url, found)
        if audit is None:
            audit = check_page(url, body, circumstances, number=earlier.number)
            earlier.keep(url, found, audit)
        audits[url] = audit
    return audits


def render_files(
    site: Site,
    target: Path,
    stage: SiteStage,
    cache: Cache,
    *,
    jobs: int = 1,
    on_progress: OnProgress = ignore_progress,
) -> tuple[dict[str, str], int]:
    """Write the files of a site that differ from those at ``target`` into a stage, after an audit of all.

    Pages with an unchanged layout and context are not rendered, and files that were audited with the same
    inputs are not audited once more. Returns the digests of all files, by address, and how many were rendered.
    Raises what `render_site` raises, and OSError.
    """
    scanner = LeakScanner(site)
    circumstances = make_circumstances(site, scanner)
    earlier = AuditCache(cache, circumstances)
    keys = _make_keys(site)
    digests, audits, tasks = _find_work(site, target, stage, cache, keys, earlier)
    rendered = sum(isinstance(task.source, Page) for task in tasks)
    # The largest come first: neighbours go to different processes, and no process has a long one left at the end.
    tasks.sort(key=lambda task: -task.size)
    work = _Work(renderer=site.renderer, circumstances=circumstances, number=earlier.number, stage=stage)
    on_progress(Stage.RENDERING, len(tasks), 0)
    report = partial(on_progress, Stage.RENDERING, len(tasks))
    for task, (found, audit) in zip(
        tasks, spread(work.finish, tasks, count_processes(len(tasks), jobs), report), strict=True
    ):
        digests[task.url] = found
        audits[task.url] = decode_audit(audit)
        earlier.keep(task.url, found, audits[task.url])
        if isinstance(task.source, Page):
            cache.keep(keys[task.url][0], found.encode())
    check_site(site, scanner, audits, lambda url: stage.read(url, target))
    return digests, rendered


def _find_work(
    site: Site,
    target: Path,
    stage: SiteStage,
    cache: Cache,
    keys: Mapping[str, tuple[bytes, int]],
    earlier: AuditCache,
) -> tuple[dict[str, str], dict[str, PageAudit], list[_Task]]:
    """Find the digests and the audits that are cached, and what is left to do."""
    digests: dict[str, str] = {}
    audits: dict[str, PageAudit] = {}
    tasks: list[_Task] = []
    for url in site.urls:
        page = site.pages.get(url)
        if page is None:
            digests[url] = digest(site.files[url])
        else:
            cached = cache.find(keys[url][0])
            if cached is not None and stage.existing.get(url) == cached.decode():
                digests[url] = cached.decode()
        known = earlier.find(url, digests[url]) if url in digests else None
        if known is not None:
            audits[url] = known
            if page is None:
                stage.write(url, site.files[url])
        elif page is None:
            tasks.append(_Task(url, site.files[url], 0))
        else:
            tasks.append(_Task(url, target / url if url in digests else page, keys[url][1]))
    return digests, audits, tasks


def _make_keys(site: Site) -> dict[str, tuple[bytes, int]]:
    """Make the cache keys of all pages; the context of a page that another one shows is not encoded for both."""
    keys = {}
    shown: dict[int, tuple[bytes, int]] = {}
    for url, page in site.pages.items():
        keys[url] = shown[id(page.context)] = _make_key(site.renderer, page, shown)
    return keys


def _make_key(renderer: Renderer, page: Page, shown: Mapping[int, tuple[bytes, int]]) -> tuple[bytes, int]:
    """Return the cache key of a page, from its layout and its context, and their size as a measure of the work.

    ``shown`` are the keys of other pages by the identity of their contexts, for which they stand.
    """
    size = 0
    fields = []
    for name in page.context.__struct_fields__:
        value = getattr(page.context, name)
        if isinstance(value, tuple) and value and id(value[0]) in shown:
            size += sum(shown[id(context)][1] for context in value)
            value = [shown[id(context)][0] for context in value]
        fields.append(value)
    encoded = _ENCODE((page.url, page.layout, type(page.context).__qualname__, fields))
    return digest_of("page", renderer.fingerprint, encoded), size + len(encoded)
