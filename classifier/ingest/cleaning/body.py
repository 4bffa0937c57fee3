"""A decoded text with the marks that its HTML gave it: what cleaning works on."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Body", "Context", "Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a body that its HTML marks.

    Attributes
    ----------
    start, end : int
        Offsets in the body's text.
    kind : str
        ``cite`` (a quote of another mail), ``blockquote`` (indented: a quote only if something else says so),
        ``attribution`` (a line that says who wrote what follows) or ``header`` (a reply's header block).
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Body:
    """A decoded text, with the marks its HTML gave it.

    Attributes
    ----------
    text : str
        The decoded text, tidied.
    spans : tuple of Span
        In the order of their start.
    """

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a mail's headers say that helps to tell its new text from its history.

    Attributes
    ----------
    reply, forward : bool
        It answers, or forwards, another mail.
    sender_name, sender_address : str
        Whose mail it is.
    """

    reply: bool = False
    forward: bool = False
    sender_name: str = ""
    sender_address: str = ""
