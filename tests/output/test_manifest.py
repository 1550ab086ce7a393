"""A site's own list of files can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.model.address import fits_a_site, fold_url
from afterview.model.page import Output
from afterview.output.manifest import DamagedList, list_outputs, parse_manifest, render_manifest

URLS = st.lists(st.text("abz-é/. ", min_size=1, max_size=12).filter(fits_a_site), max_size=8, unique_by=fold_url)


def outputs(*urls: str) -> tuple[Output, ...]:
    return tuple(Output(url=url, body=url.encode()) for url in urls)


@given(URLS)
def test_a_list_is_read_back_as_it_was_written(urls):
    listed = list_outputs(outputs(*urls))
    assert parse_manifest(render_manifest(listed).encode()) == listed


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"hello\n", b"0" * 32 + b"  ../../etc/passwd\n", b"0" * 31 + b"  index.html\n", b"\n"]
)
def test_a_damaged_list_is_not_believed(body):
    with pytest.raises(DamagedList):
        parse_manifest(body)
