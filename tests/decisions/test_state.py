"""What is decided follows from suggestions and decisions alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from classifier.decisions.state import ACCEPTED, REJECTED, SEEN, SUGGESTED, PointState, fold

SUGGESTION = {
    "kind": "klage", "area": "SS", "unit": "", "points": ["begrundelse", "vejledning"],
    "evidence": {"begrundelse": [[3, 9]]},
}  # fmt: skip


@dataclass
class Did:
    """A decision."""

    pk: int
    action: str
    data: dict[str, Any] = field(default_factory=dict)


def did(*steps: tuple[str, dict[str, Any]]) -> list[Did]:
    """Number decisions."""
    return [Did(number, action, data) for number, (action, data) in enumerate(steps, 1)]


def test_suggestions_wait_to_be_judged() -> None:
    """With the model's evidence."""
    state = fold(SUGGESTION, False, [])
    assert (state.kind, state.area) == ("klage", "SS")
    assert dict(state.points) == {
        "begrundelse": PointState(SUGGESTED, evidence=(3, 9)), "vejledning": PointState(SUGGESTED),
    }  # fmt: skip


def test_accept_reject_add_and_evidence() -> None:
    """Each leaves the rest as it is."""
    state = fold(
        SUGGESTION,
        False,
        did(
            ("accept", {"point": "begrundelse"}),
            ("reject", {"point": "vejledning"}),
            ("add", {"point": "betjening"}),
            ("evidence", {"point": "betjening", "start": 1, "end": 2}),
            ("point_area", {"point": "betjening", "area": "KMT"}),
        ),
    )
    assert dict(state.points) == {
        "begrundelse": PointState(ACCEPTED, evidence=(3, 9)),
        "vejledning": PointState(REJECTED),
        "betjening": PointState(ACCEPTED, "KMT", (1, 2)),
    }
    assert state.accepted == ("begrundelse", "betjening")


def test_undo_takes_back_one_step_after_the_other() -> None:
    """And never what cannot be undone."""
    steps = did(("accept", {"point": "begrundelse"}), ("note", {"text": "Ring."}), ("undo", {"decision": 2}))
    state = fold(SUGGESTION, False, steps)
    assert (state.note, state.last) == ("", 1)
    assert fold(SUGGESTION, False, [*steps, Did(4, "undo", {"decision": 1})]).last is None


def test_blind_until_revealed() -> None:
    """A letter that is read without suggestions shows nothing of them; afterwards the person's own labels stand."""
    steps = did(("kind", {"kind": "raad"}), ("add", {"point": "begrundelse"}))
    state = fold(SUGGESTION, True, steps)
    assert (state.kind, state.area, tuple(state.points)) == ("raad", "", ("begrundelse",))
    seen = fold(SUGGESTION, True, [*steps, Did(3, "reveal", {"points": ["begrundelse"]})])
    assert seen.blind == SEEN
    assert (seen.kind, seen.area) == ("raad", "SS")
    assert seen.points["begrundelse"].status == ACCEPTED
    assert seen.undecided == ("vejledning",)


def test_confirm_fixes_what_was_suggested() -> None:
    """A newer model's suggestion changes nothing that is confirmed."""
    steps = did(("confirm", {"kind": "raad", "area": "KMT", "unit": "", "rejected": ["begrundelse"]}))
    state = fold(SUGGESTION, False, steps)
    assert state.done
    assert (state.kind, state.area) == ("raad", "KMT")
    assert state.points["begrundelse"].status == REJECTED
    assert not fold(SUGGESTION, False, [*steps, Did(2, "reopen")]).done


POINTS = st.sampled_from(["begrundelse", "vejledning", "betjening"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["accept", "reject", "add"]), st.fixed_dictionaries({"point": POINTS})),
        st.tuples(st.just("note"), st.fixed_dictionaries({"text": st.text(max_size=5)})),
    ),
    max_size=12,
)


@given(STEPS)
def test_undoing_everything_gives_the_beginning(steps: list[tuple[str, dict[str, Any]]]) -> None:
    """Whatever was done."""
    decisions = did(*steps)
    while (last := fold(SUGGESTION, False, decisions).last) is not None:
        decisions.append(Did(len(decisions) + 1, "undo", {"decision": last}))
    assert fold(SUGGESTION, False, decisions) == fold(SUGGESTION, False, [])
