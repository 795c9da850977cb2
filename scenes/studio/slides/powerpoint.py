"""Completes the PowerPoint file that manim-slides makes: adds titles, numbers, last frames and notes.

manim-slides puts a film on each slide, with its first frame as the preview. On paper and in overviews the last frame
says more, so a picture of it is laid over the film and set to appear when the film ends. A slide show hides the
picture until then, and keeps it afterwards, whatever the program does with a film that has ended.
"""

from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import av
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from scenes.studio.slides.deck import Deck, Slide

# The animations of a slide in PowerPoint's XML: they run one after the other by themselves; a click skips to the end.
_TIMING = """\
<p:timing {namespace}><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>
  <p:seq concurrent="1" nextAc="seek">
    <p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst><p:par><p:cTn id="3" fill="hold">
      <p:stCondLst>
        <p:cond delay="indefinite"/><p:cond evt="onBegin" delay="0"><p:tn val="2"/></p:cond>
      </p:stCondLst>
      <p:childTnLst>{steps}</p:childTnLst>
    </p:cTn></p:par></p:childTnLst></p:cTn>
    <p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst>
    <p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst>
  </p:seq>
  <p:video><p:cMediaNode vol="80000">
    <p:cTn id="10" fill="hold" display="0"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst></p:cTn>
    <p:tgtEl><p:spTgt spid="{film}"/></p:tgtEl>
  </p:cMediaNode></p:video>
</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"""

# What every field of a slide's number is called.
_NUMBER_FIELD = "{6E9D2C1B-3F0A-4C57-9E21-5B7A8D4F0C13}"

# An animation that begins after ``delay`` milliseconds.
_STEP = """\
<p:par><p:cTn id="{id}" fill="hold"><p:stCondLst><p:cond delay="{delay}"/></p:stCondLst><p:childTnLst><p:par>
  <p:cTn id="{inner}" presetID="1" presetClass="{kind}" presetSubtype="0" fill="hold" nodeType="afterEffect">
    <p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>{what}</p:childTnLst>
  </p:cTn>
</p:par></p:childTnLst></p:cTn></p:par>"""

_PLAY = """\
<p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr>
  <p:cTn id="6" dur="{length}" fill="hold"/><p:tgtEl><p:spTgt spid="{film}"/></p:tgtEl>
</p:cBhvr></p:cmd>"""

_APPEAR = """\
<p:set><p:cBhvr>
  <p:cTn id="9" dur="1" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst></p:cTn>
  <p:tgtEl><p:spTgt spid="{picture}"/></p:tgtEl>
  <p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst>
</p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set>"""


def complete_powerpoint(path: Path, deck: Deck) -> None:
    """Complete the PowerPoint file of a deck: its properties, its background, and each slide."""
    presentation = Presentation(str(path))
    about = presentation.core_properties
    about.title, about.author, about.subject = deck.title, deck.credits.author, deck.credits.subject
    about.language, about.last_modified_by = deck.language, ""
    fill = presentation.slide_master.background.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(deck.theme.background[1:])
    _give_title(*map(presentation.slide_layouts.get_by_name, ("Blank", "Title Only")))
    size = presentation.slide_width or 0, presentation.slide_height or 0
    for number, (shown, slide) in enumerate(zip(presentation.slides, deck.slides, strict=True), start=1):
        _complete_slide(shown, slide, *size)
        _add_number(shown, number, RGBColor.from_string(deck.theme.muted[1:]), *size)
    presentation.save(str(path))


def _give_title(layout: Any, titled: Any) -> None:
    """Make the blank layout of all slides one that has a title, as ``titled`` has."""
    layout.element.set("type", "titleOnly")
    layout.element.cSld.set("name", "Film")
    (title,) = (each for each in titled.placeholders if each.placeholder_format.type == PP_PLACEHOLDER.TITLE)
    copy = deepcopy(title.element)
    layout.shapes.element.append(copy)
    (about,) = copy.xpath(".//p:cNvPr")
    about.set("id", str(1 + max(each.shape_id for each in layout.shapes)))


def _complete_slide(shown: Any, slide: Slide, width: int, height: int) -> None:
    (film,) = shown.shapes
    last, length = _last_frame(slide.film)
    picture = shown.shapes.add_picture(last, 0, 0, width, height)
    for shape in (film, picture):
        shape.name = slide.name
        (about,) = shape.element.xpath(".//p:cNvPr")
        about.set("descr", slide.notes)  # the alternative text
    _add_title(shown, slide.title, width, height // 8)
    (timing,) = shown.element.xpath("./p:timing")
    timing.getparent().replace(timing, _timing(film.shape_id, picture.shape_id, length))


def _add_title(shown: Any, title: str, width: int, height: int) -> None:
    """Add a title above the slide's upper edge: outlines and screen readers have it, and it covers nothing."""
    box = shown.shapes.add_textbox(0, -height, width, height)
    box.name, box.text_frame.text = "title", title
    _make_placeholder(box, 'type="title"')


def _add_number(shown: Any, number: int, colour: RGBColor, width: int, height: int) -> None:
    """Add the slide's number to the right of where captions stand in films."""
    box = shown.shapes.add_textbox(width * 14 // 15, height * 15 // 16, width // 15, height // 16)
    box.name = "number"
    paragraph = box.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    run = paragraph.add_run()
    run.text, run.font.size, run.font.color.rgb = str(number), height // 36, colour
    (plain,) = box.element.xpath(".//a:r")
    plain.getparent().replace(plain, _field(plain))
    _make_placeholder(box, 'type="sldNum" sz="quarter" idx="12"')


def _field(run: Any) -> Any:
    """Return a run as a field, which has the number of wherever its slide is moved to."""
    field = parse_xml(f'<a:fld {nsdecls("a")} id="{_NUMBER_FIELD}" type="slidenum"/>')
    field.extend(list(run))
    return field


def _make_placeholder(box: Any, kind: str) -> None:
    """Make a box of text the slide's placeholder of a kind."""
    (own,), (properties,) = (box.element.xpath(f".//p:{name}") for name in ("cNvSpPr", "nvPr"))
    del own.attrib["txBox"]
    properties.append(parse_xml(f"<p:ph {nsdecls('p')} {kind}/>"))


def _timing(film: int, picture: int, length: int) -> Any:
    """Return a slide's animations, given the ids of its shapes and the film's length in milliseconds."""
    play = _STEP.format(id=4, inner=5, delay=0, kind="mediacall", what=_PLAY.format(length=length, film=film))
    appear = _STEP.format(id=7, inner=8, delay=length, kind="entr", what=_APPEAR.format(picture=picture))
    return parse_xml(_TIMING.format(namespace=nsdecls("p"), steps=play + appear, film=film))


def _last_frame(film: bytes) -> tuple[BytesIO, int]:
    """Return a film's last frame as a PNG, and the film's length in milliseconds."""
    with av.open(BytesIO(film), "r") as container:
        stream = container.streams.video[0]
        assert stream.duration
        assert stream.time_base
        container.seek(stream.duration, stream=stream)
        *_, last = container.decode(stream)
        length = round(1000 * stream.duration * stream.time_base)
    file = BytesIO()
    last.to_image().save(file, "PNG")
    return file, length
