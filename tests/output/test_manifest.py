"""A site's own list of files can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.model.address import fits_a_site, fold_url
from afterview.output.manifest import DamagedManifest, digest, parse_manifest, render_manifest

URLS = st.lists(st.text("abz-é/. ", min_size=1, max_size=12).filter(fits_a_site), max_size=8, unique_by=fold_url)


@given(URLS)
def test_a_manifest_is_read_back_as_it_was_written(urls):
    listed = {url: digest(url.encode()) for url in urls}
    assert parse_manifest(render_manifest(listed).encode()) == listed


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"hello\n", b"0" * 32 + b"  ../../etc/passwd\n", b"0" * 31 + b"  index.html\n", b"\n"]
)
def test_a_damaged_manifest_is_not_believed(body):
    with pytest.raises(DamagedManifest):
        parse_manifest(body)
