"""Draw the year at a glance as a picture without words, for places that show a link with one."""

import io

from afterview.pages.year_sheet import SkillRow, YearSheet

WIDTH, HEIGHT = 1200, 630
MOST_ROWS = 14
_MARGIN = 56
_FINER = 2
"""The picture is drawn this many times larger and then scaled down, since Pillow draws no smooth edges."""
_PAPER, _LINE, _ZONE, _ACCENT = "#fbfaf7", "#e2ddd2", "#e3edea", "#175a6a"


def draw_link_picture(sheet: YearSheet) -> bytes:
    """Draw the newest band of a sheet as a PNG of 1200 by 630 pixels; the same sheet gives the same bytes."""
    from PIL import Image, ImageDraw

    band = sheet.bands[0]
    rows = band.rows[:MOST_ROWS]
    image = Image.new("RGB", (WIDTH * _FINER, HEIGHT * _FINER), _PAPER)
    draw = ImageDraw.Draw(image)
    row_height = (HEIGHT - 2 * _MARGIN) / max(1, len(rows))
    tops = [_MARGIN + place * row_height for place in range(len(rows))]

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return (left * _FINER, top * _FINER, right * _FINER, bottom * _FINER)

    zone = row_height * sheet.steps.zone / sheet.steps.height * 0.94
    for top in tops:
        draw.rectangle(box(_MARGIN, top, WIDTH - _MARGIN, top + zone), fill=_ZONE)
    for column in band.axis.columns:
        x = _across(column.x)
        draw.line(box(x, _MARGIN, x, HEIGHT - _MARGIN), fill=_LINE, width=_FINER)
    for top, row in zip(tops, rows, strict=True):
        scale = row_height / sheet.steps.height
        for mark in _marks(row, top, scale):
            draw.ellipse(box(*mark[:4]), fill=_ACCENT if mark[4] else _PAPER, outline=_ACCENT, width=3 * _FINER)
        for bar in row.ratings.bars:
            left, right = _across(bar.x), _across(bar.x + bar.width)
            draw.rectangle(box(left, top + bar.y * scale, right, top + (bar.y + bar.height) * scale), fill=_ACCENT)
    file = io.BytesIO()
    image.reduce(_FINER).save(file, "PNG", optimize=False)
    return file.getvalue()


def _marks(row: SkillRow, top: float, scale: float) -> list[tuple[float, float, float, float, bool]]:
    marks = []
    for dot in row.ratings.dots:
        x, y, radius = _across(dot.x), top + dot.y * scale, 9.0 if dot.real else 7.0
        marks.append((x - radius, y - radius, x + radius, y + radius, dot.high))
    return marks


def _across(x: float) -> float:
    return _MARGIN + x / 100 * (WIDTH - 2 * _MARGIN)
