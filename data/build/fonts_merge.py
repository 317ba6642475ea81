#!/usr/bin/env python3
"""Adds signs that a Noto text font lacks (arrows, mathematical operators, simple shapes) from Noto's symbol fonts.

Usage: fonts_merge.py TEXT_FONT OUTPUT SYMBOL_FONT...   Both have 1,000 units to the em; outlines are copied as they are.
"""
import sys

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

SIGNS = "→←↑↓↔⇒⇔∂∆∏∑−∓∕∙√∞∫∼≈≠≡≤≥⋅∈∩∪■□▪▫▲△▼▽◆◇○●◦★☆✓✗"

text = TTFont(sys.argv[1], recalcTimestamp=False)
cmap = text.getBestCmap()
added = []
for path in sys.argv[3:]:
    source = TTFont(path)
    assert source["head"].unitsPerEm == text["head"].unitsPerEm
    glyphs, names = source.getGlyphSet(), source.getBestCmap()
    for sign in SIGNS:
        cp = ord(sign)
        if cp in cmap or cp not in names:
            continue
        record = DecomposingRecordingPen(glyphs)
        glyphs[names[cp]].draw(record)
        pen = TTGlyphPen(None)
        record.replay(pen)
        name = "sym%04X" % cp
        glyph = pen.glyph()
        text.setGlyphOrder(text.getGlyphOrder() + [name])
        text["glyf"].glyphs[name] = glyph
        text["glyf"].glyphOrder = text.getGlyphOrder()
        glyph.recalcBounds(text["glyf"])
        text["hmtx"].metrics[name] = (source["hmtx"].metrics[names[cp]][0], getattr(glyph, "xMin", 0))
        for table in text["cmap"].tables:
            if table.isUnicode():
                table.cmap[cp] = name
        if "GDEF" in text and text["GDEF"].table.GlyphClassDef:
            text["GDEF"].table.GlyphClassDef.classDefs[name] = 1
        cmap[cp] = name
        added.append(sign)
text["maxp"].numGlyphs = len(text.getGlyphOrder())
text.save(sys.argv[2])
print(sys.argv[1].rsplit("/", 1)[-1], "added", "".join(added))
