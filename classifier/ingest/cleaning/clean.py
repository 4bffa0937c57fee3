"""New text, quoted history and automatic parts told apart; nothing is cut that its build does not prove to be old."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from classifier.ingest.cleaning.additions import find_additions
from classifier.ingest.cleaning.body import Body, Context
from classifier.ingest.cleaning.headers import Heading, find_headings
from classifier.ingest.cleaning.ledger import Cleaned, Cut, merge
from classifier.ingest.cleaning.phrases import ANNOUNCED_BELOW, INLINE_ANSWERS, SIGN_OFF
from classifier.ingest.cleaning.substance import is_same_person, signs_below, substance

__all__ = ["clean"]

_QUOTE_MARK = re.compile(r"^[ \t]{0,4}(?:>[ \t]?)+")
_INTRODUCED = re.compile(
    r"(?::\s*$)|\b(?:indsæt\w*|indsat|kopier\w*|klistr\w*|citer\w*|vedlægger|her er (?:mailen|svaret|beskeden|"
    r"hvad|det)|mailen lød|svaret lød|lyder sådan|"
    r"ordret|pasted|copied)\b[^.]{0,80}\.?\s*$",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"kommune|municipal|borgerservice|borgerrådgiv|jobcent|afdeling|forvaltning|sekretariat|visitation|"
    r"center\b|myndighed|udbetaling|styrelse|ydelse|team\b|\bkontor",
    re.IGNORECASE,
)
# Words at the top up to which the text below is the letter: pointing there; pointing there in a forwarded mail.
_POINTER_WORDS = 25
_FORWARD_WORDS = 60

Label = tuple[str, str]


@dataclass(slots=True)
class _Layer:
    """A quoted mail that reaches to the next heading or the end."""

    heading: Heading
    first: int
    last: int
    keep: bool = False


@dataclass(slots=True)
class _Lines:
    """A text's lines with what is decided of each: None is kept."""

    lines: list[str]
    marks: list[str]
    labels: list[Label | None] = field(default_factory=list)
    first_sign_off: int = 0

    def __post_init__(self) -> None:
        self.labels = [None] * len(self.lines)
        self.first_sign_off = next(
            (number for number, line in enumerate(self.lines) if SIGN_OFF.match(line)), len(self.lines)
        )

    def new(self, first: int = 0, last: int | None = None) -> list[str]:
        stop = len(self.lines) if last is None else last
        return [self.lines[number] for number in range(first, stop) if self.labels[number] is None]

    def label(self, first: int, last: int, kind: str, rule: str) -> None:
        for number in range(first, last):
            self.labels[number] = (kind, rule)


def clean(body: Body, context: Context | None = None) -> Cleaned:
    r"""Cut quoted history and automatic parts out of a decoded text.

    Parameters
    ----------
    body : Body
        The decoded text with the marks of its HTML.
    context : Context, optional
        What the mail's headers say.

    Returns
    -------
    Cleaned
        The kept text and the cuts; together they are ``body.text``.

    Examples
    --------
    >>> cleaned = clean(Body("Ingen svarer.\n\nSendt fra min iPhone"))
    >>> cleaned.text, [entry.text for entry in cleaned.removed]
    ('Ingen svarer.', ['\n\nSendt fra min iPhone'])
    """
    context = context or Context()
    lines = body.text.split("\n")
    state = _Lines(lines, _marks(body, lines))
    headings = _with_html_headings(find_headings(lines), state)
    reasons: list[str] = []
    layers = _cut_quotes(state, headings, context)
    _decide(state, layers, headings, context, reasons)
    for number, label in find_additions(lines, [label is None for label in state.labels]).items():
        state.labels[number] = label
    return Cleaned(body.text, merge(_cuts(state)), tuple(reasons))


def _marks(body: Body, lines: list[str]) -> list[str]:
    """For each line how it is marked: ``>``, a span's kind that covers all of it, or nothing."""
    marks = [">" if _QUOTE_MARK.match(line) else "" for line in lines]
    starts = []
    position = 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    for span in body.spans:
        number = bisect_left(starts, span.start)
        while number < len(lines) and starts[number] < span.end:
            line = lines[number]
            if line and starts[number] + len(line) <= span.end and marks[number] in ("", "blockquote"):
                marks[number] = span.kind
            number += 1
    return marks


def _with_html_headings(headings: list[Heading], state: _Lines) -> list[Heading]:
    """Add the headings that HTML marks, and drop those inside a quote: the quote's own heading covers them."""
    found = [heading for heading in headings if not _is_inside(state, heading)]
    for number, mark in enumerate(state.marks):
        if mark == "attribution" and not any(heading.first <= number < heading.last for heading in found):
            found.append(Heading(number, number + 1, "attribution", strong=True))
    return sorted(found, key=lambda heading: heading.first)


def _is_inside(state: _Lines, heading: Heading) -> bool:
    before = heading.first - 1
    while before >= 0 and not state.lines[before].strip():
        before -= 1
    quoted = state.marks[heading.first] in (">", "cite")
    return quoted and before >= 0 and state.marks[before] == state.marks[heading.first]


def _cut_quotes(state: _Lines, headings: list[Heading], context: Context) -> list[_Layer]:
    """Cut marked quotes and the headings above them; return the layers of history that only a heading marks."""
    attributed = False
    tail: list[Heading] = []
    for heading in headings:
        following = _next_filled(state, heading.last)
        quoted = following is not None and state.marks[following] in (">", "cite", "blockquote")
        inside = state.marks[heading.first] in (">", "cite")
        if quoted or inside:
            attributed = True
            state.label(heading.first, heading.last, "header", heading.rule)
            if following is not None:
                _cut_run(state, following)
        elif heading.strong or (context.reply and _signed_before(state, heading)):
            tail.append(heading)
    if attributed or context.reply or context.forward:
        for number, mark in enumerate(state.marks):
            if mark in (">", "cite") and state.labels[number] is None and not (tail and number >= tail[0].first):
                state.labels[number] = ("quote", "quoted-lines")
    return [
        _Layer(heading, heading.last, tail[index + 1].first if index + 1 < len(tail) else len(state.lines))
        for index, heading in enumerate(tail)
    ]


def _signed_before(state: _Lines, heading: Heading) -> bool:
    return state.first_sign_off < heading.first


def _cut_run(state: _Lines, number: int) -> None:
    mark = state.marks[number]
    while number < len(state.lines) and (state.marks[number] == mark or not state.lines[number].strip()):
        if state.lines[number].strip():
            state.labels[number] = ("quote", "quoted-lines")
        number += 1


def _next_filled(state: _Lines, start: int) -> int | None:
    return next(
        (number for number in range(start, min(start + 4, len(state.lines))) if state.lines[number].strip()), None
    )


def _decide(state: _Lines, layers: list[_Layer], headings: list[Heading], context: Context, reasons: list[str]) -> None:
    """Cut the layers of history but where they are, or may be, the letter."""
    above = state.new(0, layers[0].heading.first if layers else None)
    new_words, new_text = substance(above)
    if INLINE_ANSWERS.search(new_text) and layers:
        for layer in layers[:1]:
            layer.keep = True
        reasons.append("Svarene kan stå inde i den citerede tekst; den er beholdt.")
    for layer in layers:
        if not layer.keep and _is_pasted(state, layer, context):
            layer.keep = True
            reasons.append("En indsat mail midt i brevet er beholdt.")
    for layer in layers:
        state.label(layer.heading.first, layer.heading.last, "header", layer.heading.rule)
        if not layer.keep:
            state.label(layer.first, layer.last, "quote", "history")
    forward = context.forward or any(heading.forward for heading in headings)
    first_writer = next((heading.writer for heading in headings), "")
    if any(layer.keep for layer in layers) or not _is_letter_below(new_words, new_text, forward, first_writer, context):
        return
    if _keep_old(state, layers, context):
        reasons.append("Den nye tekst er næsten tom; den citerede eller videresendte tekst er læst som brevet.")


def _is_letter_below(words: int, text: str, forward: bool, writer: str, context: Context) -> bool:
    if words == 0:
        return True
    pointing = bool(ANNOUNCED_BELOW.search(text))
    if words <= _POINTER_WORDS and (pointing or forward):
        return True
    own = is_same_person(writer, context)
    return (
        forward
        and words <= (2 * _FORWARD_WORDS if own else _FORWARD_WORDS)
        and (own or (pointing and not _OFFICE.search(writer)))
    )


def _keep_old(state: _Lines, layers: list[_Layer], context: Context) -> bool:
    """Keep the quoted text as the letter; the office's own mails below a full letter are history all the same."""
    kept = False
    full = False
    for layer in layers:
        words, _ = substance(state.lines[layer.first : layer.last])
        writer = layer.heading.writer
        if full and _OFFICE.search(writer) and not is_same_person(writer, context):
            continue
        for number in range(layer.first, layer.last):
            state.labels[number] = None
        kept = kept or words > 0
        full = full or words > _POINTER_WORDS
    for number, label in enumerate(state.labels):
        if label == ("quote", "quoted-lines") and not full:
            state.labels[number] = None
            kept = kept or bool(state.lines[number].strip(" >\t"))
    return kept


def _is_pasted(state: _Lines, layer: _Layer, context: Context) -> bool:
    """Tell whether a layer is a mail that the writer set into the letter and wrote on below."""
    above = layer.heading.first - 1
    while above >= 0 and not state.lines[above].strip():
        above -= 1
    before = state.lines[above] if above >= 0 else ""
    if not before or layer.heading.rule != "header-block":
        return False
    if _signed_before(state, layer.heading):
        return False
    own = is_same_person(layer.heading.writer, context)
    if not own and signs_below(state.lines[layer.first : layer.last], context):
        return True
    return not context.forward and bool(_INTRODUCED.search(before.strip()))


def _cuts(state: _Lines) -> list[Cut]:
    """Lines to stretches: a cut takes the blank lines above it, and where it begins the text those below."""
    cuts: list[Cut] = []
    position = 0
    labels = _spread(state)
    started = False
    # A marked line is kept as the letter only below a heading; elsewhere the sign is the writer's own.
    heading = next((number for number, label in enumerate(state.labels) if label and label[0] == "header"), len(labels))
    for number, line in enumerate(state.lines):
        # The line break before a line belongs to it, so that a cut at the end leaves none dangling.
        begin = position if number == 0 else position - 1
        end = position + len(line)
        label = labels[number]
        if label:
            cuts.append(Cut(begin, end, *label))
        elif not started:
            # The first kept line: the break before it goes with the cut above.
            if cuts:
                cuts[-1] = Cut(cuts[-1].start, position, cuts[-1].kind, cuts[-1].rule)
            started = True
        if label is None and state.marks[number] == ">" and number > heading:
            mark = _QUOTE_MARK.match(line)
            if mark:
                cuts.append(Cut(position, position + mark.end(), "quote", "quote-mark"))
        position = end + 1
    return cuts


def _spread(state: _Lines) -> list[Label | None]:
    """Give blank lines to the cut below them, or above them where the text ends or begins with the cut."""
    labels = list(state.labels)
    following: Label | None = None
    anything_below = False
    for number in range(len(labels) - 1, -1, -1):
        if state.lines[number].strip():
            following = labels[number]
            anything_below = True
        elif labels[number] is None and anything_below:
            labels[number] = following
    previous: Label | None = None
    kept_above = False
    last_kept = max(
        (number for number, label in enumerate(labels) if label is None and state.lines[number].strip()), default=-1
    )
    for number, line in enumerate(state.lines):
        if line.strip():
            previous = labels[number]
            kept_above = kept_above or previous is None
        elif labels[number] is None and previous and (not kept_above or number > last_kept):
            labels[number] = previous
    return labels
