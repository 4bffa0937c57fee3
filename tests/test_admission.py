"""What may enter a vocabulary: not what one citizen alone wrote, nor what masking found, nor a personal pattern."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier.admission import Admission, Source, check_vocabulary, ordinary, personal_pattern, starter_vocabulary
from classifier.errors import ModelError
from classifier.examples import Example, examples_of
from classifier.features import FeatureSettings, SentenceVectorizer, character_grams
from classifier.masking import mask_letter
from classifier.model.bundle import Model
from classifier.preprocess.lemmas import normal_form
from classifier.provenance import fingerprint, is_invented
from classifier.records import LabelledLetter, Labels, Letter, Sentence
from classifier.store import save_folder
from classifier.taxonomy import Taxonomy
from classifier.training import TrainingSettings, train

SETTINGS = FeatureSettings(min_lemma=1, min_characters=1)


def said(text: str, citizen: str = "", found: frozenset[str] = frozenset()) -> Source:
    """A text of one sentence, its words their own lemmas."""
    words = tuple(text.split())
    return Source([Sentence(0, len(text), words, words)], citizen, found)


def vocabulary(*sources: Source) -> tuple[set[str], dict[str, int]]:
    """The vocabulary they make, and what was dropped."""
    admission = Admission(sources, SETTINGS)
    sentences = [sentence for source in sources for sentence in source.sentences]
    return set(SentenceVectorizer(SETTINGS).fit(sentences, admission).vocabulary_), admission.dropped


def test_three_citizens_are_needed() -> None:
    """Two citizens are too few, however often they write it; three are enough."""
    two = [said("kvæfring", "a"), said("kvæfring kvæfring", "a"), said("kvæfring", "b")]
    found, dropped = vocabulary(*two)
    assert "lkvæfring" not in found
    assert not any("væfri" in name for name in found)
    assert dropped["few citizens"] > 5
    found, dropped = vocabulary(*two, said("kvæfring", "c"))
    assert {"lkvæfring", "c kvæf", "cvæfri"} <= found
    assert dropped["masked"] == dropped["pattern"] == 0


def test_invented_texts_are_exempt() -> None:
    """What they hold alone enters, also beside real letters; real letters do not lend them a count."""
    found, _ = vocabulary(said("kvæfring"), said("drømpel", "a"))
    assert "lkvæfring" in found
    assert "ldrømpel" not in found
    settings = FeatureSettings(min_lemma=2, min_characters=2)
    sources = [said("kvæfring"), said("kvæfring", "a")]
    sentences = [sentence for source in sources for sentence in source.sentences]
    assert "lkvæfring" not in SentenceVectorizer(settings).fit(sentences, Admission(sources, settings)).vocabulary_


def test_what_the_starter_knows_enters() -> None:
    """From a single citizen's letter too."""
    assert "lsagsbehandler" in starter_vocabulary()
    assert "lsagsbehandler" in vocabulary(said("sagsbehandler", "a"))[0]


def test_masked_strings_stay_out_unless_ordinary() -> None:
    """A name that masking found in one letter, and missed in three others."""
    found = frozenset({"qvistina", "plimholm", "holm"})
    citizens = [said("qvistina bor ved holm", citizen, found) for citizen in "abc"]
    names, dropped = vocabulary(*citizens)
    assert "lqvistina" not in names
    assert "lholm" in names
    assert dropped["masked"] == 1


@pytest.mark.parametrize(
    ("word", "expected"),
    [("bo", True), ("per", True), ("holm", True), ("dam", True), ("annette", False), ("mohammed", False)],
)
def test_ordinary_words(word: str, expected: bool) -> None:
    """Names that are words all the same."""
    assert ordinary(word) is expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("00000-0000", "CPR"),
        ("310299-0000", "CPR"),
        ("bo@post.dk", "MAIL"),
        ("00 00 00 00", "TELEFON"),
        ("00000000", "TELEFON"),
        ("0000 00000", "KONTO"),
        ("0000-0000", ""),
        ("00-00-0000", ""),
        ("§00", ""),
        ("00000", ""),
        ("hjem", ""),
    ],
)
def test_personal_patterns(text: str, kind: str) -> None:
    """With real digits and with zeros; spans of years, dates and amounts are none."""
    assert personal_pattern(text) == kind


def test_a_vocabulary_with_a_pattern_is_not_saved(small_model: Model, tmp_path: Path) -> None:
    """The kind is told, the string is not, and no file is written."""
    names = [*small_model.vectorizer.vocabulary_, "lx@y.dk"]
    idf = np.append(small_model.vectorizer.idf_, np.float32(1))
    leaking = replace(small_model, vectorizer=SentenceVectorizer().restore(names, idf))
    with pytest.raises(ModelError, match=r"MAIL: 1\), so the model was not saved") as refused:
        save_folder(leaking, tmp_path)
    assert "x@y" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []
    check_vocabulary(small_model.vectorizer.vocabulary_)


def test_invented_or_real(corpus: list[LabelledLetter]) -> None:
    """Corpus texts by their keys, or by what they say; everything else is a citizen's."""
    assert all(is_invented(text) for text in corpus[:5])
    bare = LabelledLetter(Letter("1", corpus[0].letter.text.upper()), Labels())
    assert is_invented(bare)
    assert not is_invented(LabelledLetter(Letter("1", "Et brev."), Labels()))
    assert not is_invented(LabelledLetter(Letter("1", "Et brev.", extra={"author": "a", "type": "mail"}), Labels()))


def test_the_citizen_of_an_example(taxonomy: Taxonomy) -> None:
    """The citizen, else the sender, else the letter's id; and what masking found, in normal forms."""
    letters = [
        Letter("1", "Hej. Hilsen Annette Bo Kvistrup", citizen="k", sender="s"),
        Letter("2", "Hej.", sender="s"),
        Letter("3", "Hej."),
    ]
    examples = examples_of([LabelledLetter(letter, Labels()) for letter in letters], taxonomy)
    assert [example.citizen for example in examples] == ["k", "s", "3"]
    assert {"annette", "kvistrup", "annette bo kvistrup"} <= examples[0].found


def secrets(number: int) -> list[str]:
    """Invented strings of at least 8 characters: words, code words with digits, double names, plain numbers."""
    draw = random.Random(7)
    heads, tails = "bcdfghjklmnpqrstvwxz", "aeiouyæøå"
    made: dict[str, None] = {}
    while len(made) < number:
        word = "".join(draw.choice(heads) + draw.choice(tails) + draw.choice(heads) for _ in range(3))
        forms = (
            word,
            word.capitalize() + str(draw.randrange(100, 999)),
            f"{word[:5]}-{word[5:]}",
            f"{word[:4]} {word[4:]}x",
        )
        made[draw.choice(forms)] = None
    return list(made)


def test_planted_secrets_are_in_no_file(examples: list[Example], taxonomy: Taxonomy, tmp_path: Path) -> None:
    """500 of them, three times each in one citizen's letters, beside invented texts and citizens who share words."""
    planted = secrets(500)
    letters = []
    for number in range(50):
        mine = planted[number * 10 : number * 10 + 10]
        told = " ".join(f"Jeg sagde {s} til dem. De skrev {s} i sagen. Det er {s}." for s in mine)
        text = f"{told} Jeg har rykket for svar, og fristen er overskredet. Vi drømplede kvæfringen."
        letters.append(
            LabelledLetter(
                Letter(f"r{number}", text, citizen=f"c{number}"), Labels("klage", "SS", "", ("opfoelgning",))
            )
        )
    model, _ = train([*examples, *examples_of(letters, taxonomy)], taxonomy, "secrets", TrainingSettings(folds=2))
    assert "cvæfri" in model.vectorizer.vocabulary_
    assert model.facts["dropped_features"]["few citizens"] > 1000
    save_folder(model, tmp_path)
    contents = b"\n".join(unpacked(tmp_path)).decode("utf-8", errors="replace").casefold()
    assert [secret for secret in planted if secret.casefold() in contents] == []
    elsewhere = " ".join(
        [*(e.letter.text for e in letters), *(" ".join(s.words) for e in examples for s in e.tokens.text)]
    ).casefold()
    for secret in planted:
        elsewhere = elsewhere.replace(secret.casefold(), "\0")
    known = starter_vocabulary()
    for secret in planted:
        words = [normal_form(word) for word in secret.split()]
        grams = {gram.strip() for word in words for gram in character_grams(word, 5, 5)} | {*words, " ".join(words)}
        own = {g for g in grams if len(g) >= 5 and g not in elsewhere and f"c{g}" not in known and f"l{g}" not in known}
        leaked = {name for name in model.vectorizer.vocabulary_ if name[1:].strip() in own}
        assert not leaked


def unpacked(folder: Path) -> list[bytes]:
    """Every file's content, those of archives unpacked."""
    found = []
    for path in folder.iterdir():
        content = path.read_bytes()
        found.append(content)
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(path) as archive:
                found += [archive.read(name) for name in archive.namelist()]
    return found


def test_fingerprints_tell_again() -> None:
    """White space and case aside; nothing of the text is in it."""
    assert fingerprint("Kære  I\r\nalle") == fingerprint("kære i alle")
    assert len(fingerprint("x")) == 64


def test_masking_is_what_found_comes_from() -> None:
    """The names of these tests are masked at all."""
    assert "[NAVN]" in mask_letter(Letter("1", "Hilsen Annette Bo Kvistrup")).text.text
