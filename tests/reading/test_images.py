"""Of the pictures, those that visible text shows are copied, and nothing else is."""

import os

import pytest

from afterview.model.audience import Visibility
from afterview.model.page import Output
from afterview.model.portfolio import Article, Portfolio
from afterview.model.section import Section
from afterview.problems import AfterviewError, Code, Exit
from afterview.reading.images import read_images


def showing(*addresses: str) -> Portfolio:
    article = Article(
        slug="about",
        path="content/pages/about.md",
        title="About",
        visibility=Visibility.PUBLIC,
        sections=(Section(images=tuple(f"images/{address}" for address in addresses)),),
    )
    return Portfolio(
        title="", author="", language="en", scale=("no", "yes"), kinds={}, skills={}, articles=(article, article)
    )


@pytest.fixture
def images(tmp_path):
    folder = tmp_path / "content" / "images"
    (folder / "boards").mkdir(parents=True)
    (folder / "b.png").write_bytes(b"b")
    (folder / "boards" / "a.png").write_bytes(b"a")
    (folder / "secret.png").write_bytes(b"secret")
    return folder


def refusal(root, address):
    with pytest.raises(AfterviewError) as caught:
        read_images(root, showing(address))
    (problem,) = caught.value.problems
    assert problem.path == f"content/images/{address}"
    return problem.code, caught.value.exit_status


def test_only_pictures_that_are_shown_are_read(tmp_path, images):
    assert read_images(tmp_path, showing("boards/a.png", "b.png")) == (
        Output(url="images/b.png", body=b"b"),
        Output(url="images/boards/a.png", body=b"a"),
    )


def test_a_picture_that_is_missing(tmp_path, images):
    assert refusal(tmp_path, "c.png") == (Code.MISSING_IMAGE, Exit.CONTENT)


def test_37_a_picture_that_is_a_link_out_of_the_folder(tmp_path, images):
    (tmp_path / "passwd").write_text("secret")
    (images / "c.png").symlink_to(tmp_path / "passwd")
    assert refusal(tmp_path, "c.png") == (Code.LINK_OUTSIDE, Exit.REFUSED)
    assert refusal(tmp_path, "boards/../../../passwd")[0] is Code.BAD_FILE_NAME


def test_38_a_picture_that_is_a_loop_of_links(tmp_path, images):
    (images / "c.png").symlink_to(images / "c.png")
    assert refusal(tmp_path, "c.png") == (Code.MISSING_IMAGE, Exit.CONTENT)


def test_39_a_picture_that_is_no_file_is_never_opened(tmp_path, images):
    os.mkfifo(images / "c.png")
    assert refusal(tmp_path, "c.png") == (Code.NOT_A_FILE, Exit.CONTENT)
    assert refusal(tmp_path, "boards") == (Code.NOT_A_FILE, Exit.CONTENT)


def test_a_picture_whose_name_no_address_can_hold(tmp_path, images):
    (images / "a\nb.png").touch()
    assert refusal(tmp_path, "a\nb.png") == (Code.BAD_FILE_NAME, Exit.CONTENT)
