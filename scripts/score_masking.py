"""Score the masking on letters whose secrets and whose words to keep are marked.

Run from the checkout::

    python scripts/score_masking.py [LETTERS.jsonl] [--errors] [--half tune|measure]

A secret leaks where any word of a name, any four digits in a row, a mail's local part, a road's name, or the last digits
of a plate, case number or date of birth stay readable. A keep is masked where any of its letters is.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from classifier.masking import mask_text
from classifier.records import MaskedText

LETTERS = Path(__file__).parent.parent / "tests" / "masking" / "letters.jsonl"
# Styles that rules were tuned on; the other styles only measure.
TUNED = {"plain", "phone-note", "misspelt", "formal", "signature", "story"}


def tuned(letter: dict[str, Any]) -> bool:
    """Return whether rules were tuned on a letter; the others only measure.

    Parameters
    ----------
    letter : dict[str, Any]
        ``id`` and ``style``. Of the fresh letters, those with an odd number were tuned on.

    Returns
    -------
    bool
        False for a letter to measure by.
    """
    style = str(letter.get("style"))
    return int(letter["id"][1:]) % 2 == 1 if style.startswith("fresh-") else style in TUNED


def leaks(kind: str, secret: str, hidden: list[bool]) -> bool:
    """Return whether a secret stays readable.

    Parameters
    ----------
    kind : str
        Its kind.
    secret : str
        As it stands in the letter.
    hidden : list[bool]
        For each of its characters, whether it is masked.

    Returns
    -------
    bool
        True for a leak.
    """
    shown = "".join("\0" if mask else letter for letter, mask in zip(secret, hidden, strict=True))
    digits = re.sub(r"[^\d\0]", "", shown)
    if kind == "NAVN":
        return re.search(r"[^\W\d_]{2,}", shown) is not None or (len(secret) < 3 and "\0" not in shown)
    if kind == "MAIL":
        return re.search(r"\w{2,}", shown[: max(secret.find("@"), 3)]) is not None
    if kind == "ADRESSE":
        return re.search(r"[^\W\d_]{3,}|\d", shown) is not None
    if kind in ("CPR", "TELEFON", "KONTO") and not re.search(r"\d", secret):
        # Told in words.
        return re.search(r"[^\W\d_]{2,}", shown) is not None
    if kind in ("NUMMERPLADE", "SAGSNR", "FØDSELSDATO"):
        return re.search(r"\d$", digits) is not None or re.search(r"\d{4}", digits) is not None
    return re.search(r"\d{4}", digits) is not None


def hidden_characters(text: str, masked: MaskedText) -> list[bool]:
    """Return for each character of a text whether it is masked.

    Parameters
    ----------
    text : str
        The original.
    masked : MaskedText
        Its masked form.

    Returns
    -------
    list of bool
        As long as the text.
    """
    hidden = [False] * len(text)
    for mask in masked.masks:
        hidden[mask.start : mask.end] = [True] * (mask.end - mask.start)
    return hidden


def score(letters: Iterable[dict[str, Any]], errors: bool) -> dict[str, Counter[str]]:
    """Count, a kind: secrets, leaks, masks, right masks; and keeps.

    Parameters
    ----------
    letters : Iterable[dict[str, Any]]
        ``id``, ``text``, ``secrets`` and ``keep``.
    errors : bool
        Also print each miss. The letters are invented, so that nothing personal is shown.

    Returns
    -------
    dict of str to Counter
        By kind.
    """
    counts: dict[str, Counter[str]] = {}
    for letter in letters:
        text = letter["text"]
        masked = mask_text(text)
        hidden = hidden_characters(text, masked)
        covered: dict[str, list[tuple[int, int]]] = {}
        for secret in letter["secrets"]:
            kind, start = secret["kind"], secret["start"]
            end = start + len(secret["text"])
            covered.setdefault(kind, []).append((start, end))
            count = counts.setdefault(kind, Counter())
            count["secrets"] += 1
            if leaks(kind, secret["text"], hidden[start:end]):
                count["leaks"] += 1
                if errors:
                    print(f"LEAK {kind:12} {letter['id']} {secret['text']!r} in {masked.text[:400]!r}")
        for mask in masked.masks:
            count = counts.setdefault(mask.kind, Counter())
            count["masks"] += 1
            right = any(mask.start < end and start < mask.end for start, end in covered.get(mask.kind, ()))
            count["right"] += right
            if errors and not right:
                print(f"MASK {mask.kind:12} {letter['id']} {text[mask.start : mask.end]!r}")
        for keep in letter["keep"]:
            count = counts.setdefault("keep", Counter())
            places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(keep)}(?!\w)", text)] or [
                text.find(keep)
            ]
            good = [
                at for at in places if not any(s < at + len(keep) and at < e for k in covered.values() for s, e in k)
            ]
            if not good:
                continue
            count["secrets"] += 1
            if any(any(hidden[at : at + len(keep)]) for at in good):
                count["leaks"] += 1
                if errors:
                    print(f"KEEP {letter['id']} {keep!r} in {masked.text[:300]!r}")
    return counts


def table(counts: dict[str, Counter[str]]) -> str:
    """Render counts as a Markdown table.

    Parameters
    ----------
    counts : dict[str, Counter[str]]
        From `score`.

    Returns
    -------
    str
        A row a kind; the last row is the keeps.
    """
    rows = ["| kind | secrets | leaked | recall | masks | precision |", "| --- | --- | --- | --- | --- | --- |"]
    for kind, count in sorted(counts.items(), key=lambda item: (item[0] == "keep", item[0])):
        total, lost = count["secrets"], count["leaks"]
        if kind == "keep":
            rows.append(f"| to keep | {total} | {lost} masked | {lost / max(total, 1):.2%} masked | | |")
            continue
        recall = f"{1 - lost / total:.1%}" if total else ""
        precision = f"{count['right'] / count['masks']:.1%}" if count["masks"] else ""
        rows.append(f"| {kind} | {total} | {lost} | {recall} | {count['masks']} | {precision} |")
    return "\n".join(rows)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("letters", nargs="?", type=Path, default=LETTERS)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--half", choices=("tune", "measure"))
    options = parser.parse_args()
    lines = options.letters.read_text(encoding="utf-8").splitlines()
    letters = [json.loads(line) for line in lines if line.strip()]
    if options.half:
        letters = [letter for letter in letters if tuned(letter) == (options.half == "tune")]
    print(table(score(letters, options.errors)))


if __name__ == "__main__":
    main()
