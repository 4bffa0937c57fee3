"""Where quoted mails begin: header blocks, attributions and dividers, found by their build, not by single words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from classifier.ingest.cleaning.phrases import (
    ATTRIBUTION_END,
    ATTRIBUTION_ISO,
    ATTRIBUTION_START,
    CLOCK,
    DATE,
    DIVIDER,
    FORWARD_DIVIDER,
    MAIL_ADDRESS,
    RULER,
    label_of,
    named_writer,
)

__all__ = ["Heading", "find_headings"]

_ONE_LINE = re.compile(
    r"^[\s>]*[*_]{0,2}(?:fra|from|von|från)[*_]{0,2}\s?:.{1,200}?\b(?:sendt|sent|gesendet|skickat|dato|"
    r"date)[*_]{0,2}\s?:.{1,80}?"
    r"\b(?:til|to|an|till)[*_]{0,2}\s?:.{1,400}?\b(?:emne|subject|betreff|ämne)[*_]{0,2}\s?:",
    re.IGNORECASE,
)
_VERB_LAST = re.compile(r"\b(?:wrote|skrev|schrieb|a écrit)$", re.IGNORECASE)
_SENT = re.compile(r"^[\s>]*[*_]{0,2}(?:sendt|sent|gesendet|skickat)\b", re.IGNORECASE | re.MULTILINE)
_MAX_BLOCK = 40
_PRONOUNS = re.compile(
    r"^(?:jeg|vi|hun|han|de|du|i|man|min|mit|mine|vores|hans|hendes|sagsbehandleren|kommunen|she|he|they|we|"
    r"you|ich|wir|sie|jag)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """Lines that stand at the head of a quoted mail.

    Attributes
    ----------
    first, last : int
        Line numbers, half-open.
    rule : str
        ``header-block``, ``attribution`` or ``divider``.
    writer : str
        Who is said to have written what follows.
    strong : bool
        True where its build alone proves it; False where what follows must be marked as a quote.
    forward : bool
        True where it says that a mail was forwarded.
    """

    first: int
    last: int
    rule: str
    writer: str = ""
    strong: bool = True
    forward: bool = False


def find_headings(lines: list[str]) -> list[Heading]:
    """Find the headings of quoted mails.

    Parameters
    ----------
    lines : list of str
        A decoded text's lines.

    Returns
    -------
    list of Heading
        In order, without overlap.
    """
    found: list[Heading] = []
    number = 0
    while number < len(lines):
        heading = _heading_at(lines, number) if lines[number].strip() else None
        if heading is None:
            number += 1
            continue
        found.append(heading)
        number = heading.last
    return found


def _heading_at(lines: list[str], number: int) -> Heading | None:
    line = lines[number]
    if FORWARD_DIVIDER.match(line) or DIVIDER.match(line):
        return _divider(lines, number)
    if RULER.match(line):
        following = _next_filled(lines, number + 1, 3)
        block = _block(lines, following) if following is not None else None
        return Heading(number, block.last, block.rule, block.writer) if block else None
    if label_of(line):
        return _block(lines, number)
    if _NOTES_LABEL["to"].match(line):
        return None
    if MAIL_ADDRESS.search(line) or _NOTES_DATE.match(line):
        return _notes_block(lines, number) or (_attribution(lines, number) if ATTRIBUTION_START.match(line) else None)
    if ATTRIBUTION_START.match(line):
        return _attribution(lines, number)
    return None


_NOTES_DATE = re.compile(
    r"^\s*\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? +\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?: ?[AP]M)?(?: \w{2,5})?\s*$"
)
_NOTES_LABEL = {
    "to": re.compile(r"^\s*(?:til|to|an)(?:\s|$)", re.IGNORECASE),
    "cc": re.compile(r"^\s*(?:cc|kopi|kopie)(?:\s|$)", re.IGNORECASE),
    "subject": re.compile(r"^\s*(?:emne|subject|thema)(?:\s|$)", re.IGNORECASE),
}


def _notes_block(lines: list[str], number: int) -> Heading | None:
    """Lotus Notes: sender, date and time alone on a line, then To, cc and Subject without colons, in this order."""
    wanted = ["date", "to", "cc", "subject"]
    last = number
    for position in range(number, min(number + 25, len(lines))):
        line = lines[position]
        if not line.strip():
            continue
        if wanted[0] == "date":
            if _NOTES_DATE.match(line):
                wanted.pop(0)
            elif position - number > 6:
                return None
            continue
        if _NOTES_LABEL[wanted[0]].match(line):
            wanted.pop(0)
            last = position
            if not wanted:
                break
    if wanted:
        return None
    # The subject stands beside its label or on the next line.
    if len(lines[last].split()) == 1 and (following := _next_filled(lines, last + 1, 3)) is not None:
        last = following
    return Heading(number, last + 1, "header-block", lines[number].strip()[:100])


def _divider(lines: list[str], number: int) -> Heading:
    forward = bool(FORWARD_DIVIDER.match(lines[number]))
    following = _next_filled(lines, number + 1, 3)
    block = _block(lines, following, after_divider=True) if following is not None else None
    if block:
        return Heading(number, block.last, "header-block", block.writer, forward=forward)
    return Heading(number, number + 1, "divider", forward=forward)


def _block(lines: list[str], number: int | None, after_divider: bool = False) -> Heading | None:
    """Find a header block: labelled lines, From first (or any behind a divider), that can be nothing else."""
    if number is None or (first := label_of(lines[number])) is None:
        return None
    if _ONE_LINE.match(lines[number]):
        return Heading(number, number + 1, "header-block", first[1][:100])
    loose = first[0] != "from" and not after_divider
    values: dict[str, str] = {}
    end = position = number
    while position < len(lines) and position - number < _MAX_BLOCK:
        labelled = label_of(lines[position])
        if labelled is None:
            step = _continued(lines, position, values)
            if step is None:
                break
            position = step
            continue
        kind, value = labelled
        if kind in values and kind in ("from", "sent", "subject"):
            break
        values[kind] = value
        position += 1
        if not value:
            position = _value_below(lines, position, kind, values)
        end = position
    if not _is_block(values, after_divider):
        return None
    if loose and not (
        MAIL_ADDRESS.search(values["from"]) and CLOCK.search(values.get("sent", "")) and "subject" in values
    ):
        # In another order (old Hotmail) only the full set, with address and time of day, is proof enough.
        return None
    # A letterhead of the writer's own has the same labels, but neither address nor time of day.
    letterhead = not after_divider and not _is_stamped(lines[number:end])
    return Heading(number, end, "header-block", values.get("from", ""), strong=not letterhead)


def _is_stamped(block: list[str]) -> bool:
    text = "\n".join(block)
    return bool(MAIL_ADDRESS.search(text) or CLOCK.search(text) or _SENT.search(text))


def _continued(lines: list[str], position: int, values: dict[str, str]) -> int | None:
    """Return where a block goes on after a gap: one blank line, or the rest of a long list of receivers."""
    line = lines[position].strip(" >\t")
    if not line:
        following = position + 1
        return following if following < len(lines) and label_of(lines[following]) and len(values) < 5 else None
    ahead = [label_of(item) for item in lines[position + 1 : position + 7]]
    last = list(values)[-1] if values else ""
    if (
        last in ("to", "cc")
        and any(ahead)
        and (";" in line or "@" in line or "," in line or lines[position].startswith((" ", "\t")))
    ):
        return position + 1
    # A wrapped subject or sender: only when the very next line goes on with another label.
    if last in ("from", "sent", "subject") and ahead and ahead[0] and ahead[0][0] not in values and len(line) < 80:
        return position + 1
    return None


def _value_below(lines: list[str], position: int, kind: str, values: dict[str, str]) -> int:
    following = _next_filled(lines, position, 2)
    if following is None or label_of(lines[following]) or (kind in ("cc", "subject") and following > position):
        return position
    values[kind] = lines[following].strip(" >*_\t")
    return following + 1


def _is_block(values: dict[str, str], after_divider: bool) -> bool:
    dated = "sent" in values and bool(
        DATE.search(values["sent"]) or (CLOCK.search(values["sent"]) and len(values["sent"]) < 80)
    )
    if after_divider:
        return "from" in values and len(values) >= 2
    if not {"from", "subject"} <= values.keys() and not (dated and {"from", "to"} <= values.keys()):
        return False
    if not (dated or MAIL_ADDRESS.search(values.get("from", ""))):
        return False
    # In prose "Fra: 1. januar … Til: 31. marts" the sender is a date.
    return (
        not (DATE.fullmatch(values["from"]) or (DATE.match(values["from"]) and len(values["from"]) < 25))
        and len(values) >= 3
    )


def _attribution(lines: list[str], number: int) -> Heading | None:
    """``Den … skrev X <x@y>:``, on one line or broken over up to four."""
    joined = ""
    for last in range(number, min(number + 4, len(lines))):
        piece = lines[last].lstrip(" >\t").rstrip()
        if not piece and last > number:
            return None
        # A break inside an address leaves no space.
        joined = f"{joined} {piece}" if joined else piece
        if len(joined) > 400:
            return None
        if piece.endswith(":") or (">" in joined and ATTRIBUTION_END.search(joined) and _VERB_LAST.search(joined)):
            break
    else:
        return None
    if not (ATTRIBUTION_END.search(joined) or ATTRIBUTION_ISO.match(joined)):
        return None
    dated = bool(DATE.search(joined)) and bool(CLOCK.search(joined))
    # Thunderbird may write the date alone, and some programs the name alone.
    address = bool(re.search(r"[<(\[][^<>()\[\]]{0,90}(?:@|mailto:)[^<>()\[\]]{0,90}[>)\]]", joined))
    writer = named_writer(joined)
    if _PRONOUNS.match(writer) and not address:
        return None
    if not (dated or address):
        return Heading(number, last + 1, "attribution", writer, strong=False) if DATE.search(joined) else None
    return Heading(number, last + 1, "attribution", writer, strong=dated and address)


def _next_filled(lines: list[str], start: int, reach: int) -> int | None:
    return next(
        (number for number in range(start, min(start + reach, len(lines))) if lines[number].strip(" >\t")), None
    )
