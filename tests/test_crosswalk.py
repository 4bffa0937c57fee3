"""The label book across years and municipalities: renamed, merged, split, retired; nothing guessed, all counted."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from classifier.crosswalk import Crosswalk, between, forwarded, read_crosswalk, within
from classifier.errors import TaxonomyError
from classifier.examples import examples_of
from classifier.model.bundle import Model
from classifier.records import LabelledLetter, Labels, Letter
from classifier.tagging import tag
from classifier.taxonomy import Taxonomy, read_taxonomy, taxonomy_from
from classifier.training import TrainingSettings, train
from classifier.translation import TranslatedModel

DATA = Path(__file__).parent / "data"
PAST, FUTURE = date(2020, 12, 31), date(2999, 1, 1)
SLOW = "Jeg har rykket for svar tre gange, og fristen er overskredet. Hun lo hånligt ad mig."


def edited(taxonomy: Taxonomy, changes: Mapping[str, Mapping[str, Any]], new: tuple[str, ...] = ()) -> Taxonomy:
    """A later edition of the book: some points changed, some added."""
    source = copy.deepcopy(dict(taxonomy.source))
    for row in source["points"]:
        row.update(changes.get(row["id"], {}))
    source["points"] += [{"id": point, "name": f"Nyt {point}", "group": source["groups"][0]["id"]} for point in new]
    return taxonomy_from(source, "edited")


@pytest.fixture(scope="module")
def later(taxonomy: Taxonomy) -> Taxonomy:
    """Renamed with a new id, two merged in two steps, one split, one retired, one not in use yet."""
    return edited(
        taxonomy,
        {
            "venlig-optraeden": {"valid_to": PAST, "replaced_by": ["omgangstone"]},
            "sprogbrug": {"valid_to": PAST, "replaced_by": ["venlig-optraeden"]},
            "begrundelse": {"valid_to": PAST, "replaced_by": ["grund-jura", "grund-fakta"]},
            "tilsyn": {"valid_to": PAST},
            "betjening": {"name": "Service", "aliases": ["Betjening"]},
            "opfoelgning": {"valid_from": FUTURE},
        },
        ("omgangstone", "grund-jura", "grund-fakta"),
    )


def labelled(*points: str, evidence: Mapping[str, str] | None = None) -> LabelledLetter:
    """A letter with points."""
    return LabelledLetter(Letter("b1", SLOW), Labels("klage", "SS", "", points, evidence or {}))


def test_within_a_book(later: Taxonomy) -> None:
    """A chain is followed to its end; what was split or dropped is lost."""
    ways = within(later)
    assert ways.points["sprogbrug"] == ways.points["venlig-optraeden"] == ("omgangstone",)
    assert ways.points["begrundelse"] == ("grund-jura", "grund-fakta")
    assert ways.points["betjening"] == ("betjening",)
    assert set(ways.lost) == {"begrundelse", "tilsyn", "opfoelgning"}


def test_a_circle_leads_nowhere(taxonomy: Taxonomy) -> None:
    """Rather than round and round."""
    book = edited(
        taxonomy,
        {
            "tilsyn": {"valid_to": PAST, "replaced_by": ["omsorgspligt"]},
            "omsorgspligt": {"valid_to": PAST, "replaced_by": ["tilsyn"]},
        },
    )
    assert within(book).points["tilsyn"] == ()


def test_a_point_retires_on_its_last_day(later: Taxonomy) -> None:
    """Until then it is in use."""
    assert "tilsyn" not in later.retired(PAST)
    assert "tilsyn" in later.retired(date(2021, 1, 1))
    assert "opfoelgning" not in later.retired(FUTURE)


def test_labels_are_mapped_forward_and_counted(later: Taxonomy) -> None:
    """Evidence goes with its point; letters that lost a label are named."""
    letters = [
        labelled("sprogbrug", "betjening", evidence={"sprogbrug": "Hun lo"}),
        labelled("begrundelse", "tilsyn"),
        labelled(),
    ]
    mapped, moved = forwarded(letters, within(later))
    assert [each.labels.points for each in mapped] == [("betjening", "omgangstone"), (), ()]
    assert mapped[0].labels.evidence == {"omgangstone": "Hun lo"}
    assert (moved.kept, moved.moved, dict(moved.lost), moved.letters) == (
        1,
        1,
        {"begrundelse": 1, "tilsyn": 1},
        ("b1",),
    )
    assert str(moved) == "Labels mapped forward: 1 kept, 1 moved, 2 lost (begrundelse: 1, tilsyn: 1)."


def test_ids_are_stable(taxonomy: Taxonomy, later: Taxonomy) -> None:
    """A later edition keeps every id; an old name still reads as an alias."""
    assert between(taxonomy, later).points["venlig-optraeden"] == ("omgangstone",)
    assert later.read_points(["Betjening", "service"], "x") == ("betjening",)
    with pytest.raises(
        TaxonomyError, match=r"'omgangstone' of gentofte-2024 has no counterpart.*Keep old ids and retire them"
    ):
        between(later, taxonomy)


def test_a_retired_point_is_never_suggested(few: list[LabelledLetter], taxonomy: Taxonomy, small_model: Model) -> None:
    """Neither by a model that learned it before, nor by one that knows it is retired; its heir is."""
    (before,) = tag([Letter("a", SLOW)], small_model)
    assert "venlig-optraeden" in before.prediction.points
    book = edited(taxonomy, {"venlig-optraeden": {"valid_to": PAST, "replaced_by": ["omgangstone"]}}, ("omgangstone",))
    letters, _ = forwarded(few, within(book))
    model, _ = train(examples_of(letters, book), book, "later", TrainingSettings(folds=2))
    for each in (model, TranslatedModel.of(small_model, between(taxonomy, book))):
        (tagged,) = tag([Letter("a", SLOW)], each)
        assert "venlig-optraeden" not in tagged.prediction.points
        assert "omgangstone" in tagged.prediction.points
        assert list(tagged.prediction.scores) == list(book.point_ids)


def test_retired_without_heir(taxonomy: Taxonomy, small_model: Model) -> None:
    """However sure the model is; nor is a person sent to look at it."""
    book = edited(taxonomy, {"venlig-optraeden": {"valid_to": PAST}})
    (tagged,) = tag([Letter("a", SLOW)], TranslatedModel.of(small_model, between(taxonomy, book)))
    assert tagged.prediction.points == ("sagsbehandlingstid",)
    assert not any("Venlig" in reason for reason in tagged.prediction.review_reasons)


@pytest.fixture(scope="module")
def eleven(taxonomy: Taxonomy) -> Crosswalk:
    """From the shipped book to another municipality's."""
    return read_crosswalk(DATA / "gentofte-til-elleve.toml", taxonomy, read_taxonomy(DATA / "elleve-temaer.toml"))


def test_a_second_municipality(eleven: Crosswalk, small_model: Model) -> None:
    """The old model runs with the other book; evidence, area and kind come along, what is lost is known."""
    assert "vanskeligt-samarbejde" in eleven.lost
    assert len(eleven.lost) == 6
    assert eleven.unreached == ()
    translated = TranslatedModel.of(small_model, eleven)
    (old,), (new,) = (list(tag([Letter("a", SLOW)], model)) for model in (small_model, translated))
    assert new.prediction.points == ("sagsbehandlingstid", "borgerbetjening")
    assert new.passages()["borgerbetjening"] == old.passages()["venlig-optraeden"]
    assert new.prediction.model == old.prediction.model
    assert (new.prediction.kind, new.prediction.area) == ("klage", "mennesker")
    merged = [
        old.prediction.scores[point] for point in ("venlig-optraeden", "sprogbrug", "betjening", "moedeafholdelse")
    ]
    assert new.prediction.scores["borgerbetjening"] >= max(merged)


def test_translation_of_no_letters_and_empty_ones(eleven: Crosswalk, small_model: Model) -> None:
    """As the model itself."""
    translated = TranslatedModel.of(small_model, eleven)
    assert translated.score([]).points.shape == (0, 11)
    (tagged,) = tag([Letter("a", "")], translated)
    assert tagged.prediction.points == ()
    assert np.isfinite(list(tagged.prediction.scores.values())).all()


def test_another_models_crosswalk_is_refused(eleven: Crosswalk, small_model: Model, later: Taxonomy) -> None:
    """Its book is not where the crosswalk begins."""
    with pytest.raises(TaxonomyError, match="another label book than the model's"):
        TranslatedModel.of(small_model, within(later))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format = [", "no valid TOML"),
        ('format = 2\nfrom = "gentofte-2024"\nto = "elleve-temaer"', "format is 2"),
        ('format = 1\nfrom = "x"\nto = "elleve-temaer"', "from is 'x'"),
        ('format = 1\nfrom = "gentofte-2024"\nto = "elleve-temaer"\n[points]\nx = "digital"', "'x' does not stand in"),
        ('format = 1\nfrom = "gentofte-2024"\nto = "elleve-temaer"\n[points]\ntilsyn = "x"', "leads to 'x'"),
        ('format = 1\nfrom = "gentofte-2024"\nto = "elleve-temaer"\n[points]\ntilsyn = 3', "neither an id nor a list"),
        ('format = 1\nfrom = "gentofte-2024"\nto = "elleve-temaer"\npoints = 3', "is no table"),
        ('format = 1\nfrom = "gentofte-2024"\nto = "elleve-temaer"\nnavn = "a"', "unknown key 'navn'"),
        ('format = 1\nfrom = "gentofte-2024"\nto = "elleve-temaer"', "'tilsyn' of gentofte-2024 has no counterpart"),
    ],
    ids=["toml", "format", "from", "old id", "new id", "type", "table", "key", "missing"],
)
def test_faults_of_a_crosswalk(text: str, message: str, taxonomy: Taxonomy, tmp_path: Path) -> None:
    """All are named with the file."""
    (tmp_path / "vej.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TaxonomyError, match=message):
        read_crosswalk(tmp_path / "vej.toml", taxonomy, read_taxonomy(DATA / "elleve-temaer.toml"))
