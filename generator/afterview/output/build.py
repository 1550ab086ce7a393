"""Build the site of a portfolio: load it, render what changed, audit all of it, and put it in its place."""

import os
from pathlib import Path

import msgspec

from afterview.model.audience import Audience
from afterview.output.cache import Cache, fingerprint_sources, read_cache, write_cache
from afterview.output.lock import hold_lock
from afterview.output.manifest import MANIFEST, render_manifest
from afterview.output.output_path import check_output, default_output
from afterview.output.report import OnProgress, Report, Stage, Written, ignore_progress
from afterview.output.staging import Staging
from afterview.reading.memo import digest_of, encode_plain
from afterview.rendering.layout_folders import find_layouts


def build_site(
    root: Path,
    *,
    audience: Audience,
    output: Path | None = None,
    url: str | None = None,
    reader: str | None = None,
    clean: bool = False,
    archive: bool = False,
    jobs: int = 1,
    on_progress: OnProgress = ignore_progress,
) -> Report:
    """Build the site of the portfolio at ``root`` for one audience, into ``output`` or its default path.

    ``url`` is the site's address if portfolio.yaml does not name one, and ``reader`` the slug of the mentor that a
    mentor's site is for. The cache of earlier builds only saves time; ``clean`` ignores it. ``archive`` also packs the
    site into one file. ``jobs`` processes share the work.

    Raises:
        ContentError: a source or a layout has errors.
        Refused: the output path is not safe, another build is running, or writing fails.
        AfterviewError: REFUSED, when the site fails its audit.

    In all these cases the existing site stays.
    """
    target = default_output(root, audience) if output is None else output
    with hold_lock(root):
        check_output(root, target, audience)
        on_progress(Stage.CHECKING, 0, 0)
        cache = read_cache(root, clean=clean)
        sources = fingerprint_sources(root, find_layouts(root))
        staging = Staging(root, target)
        path = os.path.abspath(target)  # noqa: PTH100 - resolving would follow links
        key = digest_of("site", path, audience, url or "", reader or "", sources) if sources else b""
        report = _find_unchanged(cache, key, staging, target)
        if report is None:
            report = _rebuild(root, target, audience, url, reader, cache, staging, jobs, on_progress)
            if key and sources == fingerprint_sources(root, find_layouts(root)):
                _keep_report(cache, key, report)
            write_cache(root, cache)
        if archive:
            from afterview.output.archive import write_archive  # as below: it takes long to import

            report = msgspec.structs.replace(report, archive=write_archive(root, target))
    return report


def _find_unchanged(cache: Cache, key: bytes, staging: Staging, target: Path) -> Report | None:
    """Return the report on a site that a build would not change, since neither its sources nor its files changed."""
    existing = staging.existing
    manifest = render_manifest(existing.digests)
    value = cache.find(digest_of(key, manifest)) if staging.has_manifest(manifest) else None
    if value is None:
        return None
    report = msgspec.msgpack.decode(value, type=Report, dec_hook=lambda kind, plain: kind(plain))
    written = Written(unchanged=len(existing.digests), kept=existing.foreign)
    return msgspec.structs.replace(report, output=target, written=written, parsed=0, rendered=0)


def _keep_report(cache: Cache, key: bytes, report: Report) -> None:
    manifest = (report.output / MANIFEST).read_bytes()
    cache.keep(digest_of(key, manifest), msgspec.msgpack.encode(report, enc_hook=encode_plain))


def _rebuild(
    root: Path,
    target: Path,
    audience: Audience,
    url: str | None,
    reader: str | None,
    cache: Cache,
    staging: Staging,
    jobs: int,
    on_progress: OnProgress,
) -> Report:
    # Jinja2 and the Markdown parser take long to import: a build with nothing to do goes without.
    from afterview.output.entry_cache import EntryReader
    from afterview.output.render import render_files
    from afterview.site import load_site

    on_progress(Stage.READING, 0, 0)
    entries = EntryReader(cache, jobs=jobs, on_progress=on_progress)
    # A site for the author alone is on a disk: it has no address, whatever portfolio.yaml says.
    local = audience is Audience.ME
    site = load_site(
        root,
        audience,
        url=url,
        local=local,
        reader=reader,
        read_entries=entries.read_entries,
        remember=cache.get,
    )
    with staging.prepare(site.urls) as stage:
        digests, rendered = render_files(site, target, stage, cache, jobs=jobs, on_progress=on_progress)
        on_progress(Stage.WRITING, 0, 0)
        written = staging.put_in_place(digests)
    return Report(
        output=target,
        audience=audience,
        pages=site.page_count,
        written=written,
        hidden=site.hidden,
        warnings=site.warnings,
        differing_levels=site.differing_levels,
        parsed=len(entries.parsed),
        rendered=rendered,
    )
