"""Put style and scripts into a page, so that it is one file that loads nothing, pinned by their digests."""

import base64
import hashlib
import re
from collections.abc import Mapping

_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">\n?')
_SCRIPT = re.compile(r'<script src="([^"]+)" defer></script>\n?')
_LOADED = re.compile(r'<link rel="icon"[^>]*>\n?')
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*')
_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def inline_assets(page: str, assets: Mapping[str, str], data: str) -> str:
    """Put the style sheets and deferred scripts that a page asks for into it, by their addresses in ``assets``.

    ``data`` is markup that the scripts read; they come last, since what is written into a page cannot be deferred.
    """
    style = "".join(assets.get(url, "") for url in _STYLE.findall(page)).replace("</style", r"<\/style")
    script = "".join(compact_script(assets.get(url, "")) for url in _SCRIPT.findall(page))
    script = script.replace("</script", r"<\/script")
    policy = (
        f"default-src 'none'; script-src '{digest_source(script)}'; style-src '{digest_source(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    page = _LOADED.sub("", _SCRIPT.sub("", _STYLE.sub("", page)))
    page = _POLICY.sub(rf"\g<1>{policy}", page)
    head, _, body = page.partition("</head>")
    body, _, end = body.rpartition("</body>")
    return f"{head}<style>{style}</style>\n</head>{body}{data}\n<script>{script}</script>\n</body>{end}"


def compact_script(text: str) -> str:
    """Remove comments and indentation from a script."""
    return _INDENT.sub("", _COMMENT.sub("", text))


def digest_source(text: str) -> str:
    """Name a style or script by its digest, as a content security policy does."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"
