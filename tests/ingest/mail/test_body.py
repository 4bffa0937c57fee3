"""HTML to text with the stretches it marks, and the choice between two versions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.ingest.mail.body import choose_body, from_html, from_plain, join_bodies


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<ul><li>x</li><li>y</li></ul>", "- x\n- y"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("a <b>b</b>c  d", "a bc d"),
        ("<pre>a  b\n c</pre>", "a  b\n c"),
        ("5 < 7 &amp; 8", "5 < 7 & 8"),
        ("<style>x</style><script>y</script><title>z</title>a<!-- b -->", "a"),
        ("<span style='display:none'>skjult</span>synlig", "synlig"),
        ("<?xml version='1.0' encoding='utf-8'?><html><body>hej å</body></html>", "hej å"),
        ("<b>uden <i>slut", "uden slut"),
        ("", ""),
    ],
)
def test_html_reads_as_a_browser_shows_it(html: str, text: str) -> None:
    assert from_html(html).text == text


def test_quotes_are_marked() -> None:
    body = from_html(
        "<p>Ny</p><div class=gmail_attr>X skrev:</div><blockquote type=cite>gammel</blockquote><p>Slut</p>"
    )
    assert [(span.kind, body.text[span.start : span.end]) for span in body.spans] == [
        ("attribution", "X skrev:"),
        ("cite", "gammel"),
    ]


@pytest.mark.parametrize("tag", ["div", "b", "blockquote"])
def test_html_nested_without_end_keeps_its_text(tag: str) -> None:
    assert "klagen" in from_html(f"<{tag}>" * 50_000 + "klagen").text


@given(st.text())
def test_any_html_gives_text_and_spans_inside_it(html: str) -> None:
    body = from_html("<blockquote>" + html)
    assert all(0 <= span.start < span.end <= len(body.text) for span in body.spans)


def test_plain_part_is_preferred_where_it_says_the_same() -> None:
    plain = from_plain("Jeg klager over ventetiden.")
    assert choose_body(plain, from_html("<p>Jeg klager over <b>ventetiden</b>.</p>")) is plain


def test_joined_bodies_move_their_spans() -> None:
    joined = join_bodies([from_plain("Første"), from_plain(""), from_html("<blockquote type=cite>Andet</blockquote>")])
    (span,) = joined.spans
    assert joined.text[span.start : span.end] == "Andet"
