"""Build the site of a portfolio: load it, render what changed, audit all of it, and put it in its place."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from afterview.model.audience import Audience
from afterview.output.build_report import OnProgress, Report, Stage, Written, ignore_progress
from afterview.output.cache import Cache, read_cache, write_cache
from afterview.output.earlier_builds import EarlierBuilds
from afterview.output.output_path import check_output, default_output
from afterview.reading.memo import digest_of

if TYPE_CHECKING:
    from afterview.output.staging import Staging


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
    check_output(root, target, audience)
    on_progress(Stage.CHECKING, 0, 0)
    builds = EarlierBuilds(root, target, digest_of(audience, url or "", reader or ""), clean=clean)
    if not archive and (report := builds.find_untouched()):
        return report
    # What takes long to import comes later: a build that has nothing to do goes without.
    from afterview.output.lock import hold_lock
    from afterview.output.manifest import render_manifest
    from afterview.output.staging import Staging

    with hold_lock(root):
        staging = Staging(root, target)
        existing = staging.existing
        manifest = render_manifest(existing.digests)
        report = builds.find_unchanged(manifest)
        if report and staging.has_manifest(manifest):
            report = _report_unchanged(report, len(existing.digests), existing.foreign)
            builds.keep_unchanged(report)
        else:
            cache = read_cache(root, clean=clean)
            report = _rebuild(root, target, audience, url, reader, cache, staging, jobs, on_progress)
            write_cache(root, cache)
            written = report.written
            count = written.added + written.changed + written.unchanged
            builds.keep(_report_unchanged(report, count, written.kept))
        if archive:
            from afterview.output.archive import write_archive

            report = msgspec.structs.replace(report, archive=write_archive(root, target))
    return report


def _report_unchanged(report: Report, count: int, foreign: tuple[str, ...]) -> Report:
    """Return the report of a build that finds the site as an earlier one left it, with so many files of its own."""
    return msgspec.structs.replace(report, written=Written(unchanged=count, kept=foreign), parsed=0, rendered=0)


def _rebuild(
    root: Path,
    target: Path,
    audience: Audience,
    url: str | None,
    reader: str | None,
    cache: Cache,
    staging: "Staging",
    jobs: int,
    on_progress: OnProgress,
) -> Report:
    # Jinja2 and the Markdown parser take longest.
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
