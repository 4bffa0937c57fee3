"""``klagepunkt tag``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifier.cli.books import with_book
from classifier.cli.console import Progress, note, note_skipped, progress
from classifier.cli.database import intake, opened, told
from classifier.cli.options import BaseRates, Book, CrosswalkFile, Force, Home, ModelName
from classifier.cli.rates import with_base_rates
from classifier.cli.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from classifier.model.bundle import Model
    from classifier.records import Letter
    from classifier.settings import Settings

__all__ = ["command"]


def command(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or - for JSON Lines on standard input.")],
    out: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", help="A .jsonl, .csv (also .gz, .zst), .xlsx or .parquet file, or - for JSON Lines."
        ),
    ] = None,
    into_review: Annotated[
        bool, typer.Option("--into-review", help="Put letters and suggestions into the review page's database.")
    ] = False,
    model: ModelName = None,
    masked: Annotated[bool, typer.Option("--masked", help="Write the evidence with personal data masked.")] = False,
    long: Annotated[bool, typer.Option("--long", help="CSV and XLSX: one row a letter and point.")] = False,
    taxonomy: Book = None,
    crosswalk: CrosswalkFile = None,
    base_rates: BaseRates = None,
    csv_dialect: Annotated[str | None, typer.Option(help="excel-da, excel or rfc. Default: the setting.")] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=0, help="Processes; 0 is one a core. Default: the setting jobs, else cores as letters need."),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Tag on a Dask cluster: local, or tls://HOST:PORT with the three below.")
    ] = None,
    tls_ca: Annotated[Path | None, typer.Option(help="Certificate of the cluster's authority (PEM).")] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="Our certificate (PEM).")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Its private key (PEM).")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue a run that was killed, with the same letters and model.")
    ] = False,
    home: Home = None,
    force: Force = False,
) -> None:
    """Suggest complaint points, groups, kind and area for letters, with the passages that carry the points.

    Example: klagepunkt tag data/examples -o tagged.csv

    Exit codes: 0 all done; 1 something could not be read (each is named, the rest is done); 2 nothing was done.
    """
    from classifier.errors import OutputError
    from classifier.ingest import open_letters
    from classifier.output import STDOUT, check_output
    from classifier.settings import read_settings
    from classifier.store import ModelStore

    settings = read_settings(home)
    if out is None and not into_review:
        raise OutputError("There is nowhere to write.", remedy="Add -o OUT, or --into-review.")
    if resume and (into_review or out in (None, STDOUT)):
        raise OutputError(
            "Only a file can be continued.", remedy="Leave --resume away; the database takes no letter twice."
        )
    dialect = csv_dialect or settings.text("csv_dialect")
    if out is not None:
        check_output(out, force=force, long=long, csv_dialect=dialect)
    engine = _engine(scheduler, (tls_ca, tls_cert, tls_key), jobs, settings)
    items = open_letters(paths)
    loaded = with_book(ModelStore(settings.home).load(model), taxonomy, crosswalk)
    loaded = with_base_rates(loaded, base_rates, settings)
    reading = Reading(items)
    job = _Job(loaded, settings, reading, engine, out, masked, long, dialect, force, resume)
    with progress("tagging") as report:
        done = job.through_review(report) if into_review else job.to_output(report)
    for skipped in reading.skipped:
        note_skipped(skipped)
    for remark in done.notes:
        note(remark)
    note(f"{done.tagged} tagged, {reading.told()}, {done.for_person} left to a person ({loaded.label}).")
    if reading.failed:
        raise typer.Exit(1)


def _engine(
    scheduler: str | None,
    certificates: tuple[Path | None, Path | None, Path | None],
    jobs: int | None,
    settings: Settings,
) -> Callable[..., Generator[Any]]:
    """Return what does the work for batches, on this machine or on a cluster; imports nothing heavy yet."""
    from classifier.errors import SettingsError

    if scheduler is None:
        if any(certificates):
            raise SettingsError("Certificates are for a cluster.", remedy="Add --scheduler tls://HOST:PORT.")
        wanted = jobs if jobs is not None else int(settings.values["jobs"].value) or None

        def here(work: Any, batches: Any) -> Generator[Any]:
            from classifier.bulk.engines import run

            return run(work, batches, wanted)

        return here
    from classifier.bulk.scheduler import LOCAL, Cluster, check_scheduler

    cluster = Cluster(scheduler, check_scheduler(scheduler, *certificates), jobs)
    if jobs is not None and scheduler != LOCAL:
        raise SettingsError("The cluster says how many processes it has.", "--jobs", "Leave it away.")

    def there(work: Any, batches: Any) -> Generator[Any]:
        from classifier.bulk.cluster import run_on

        return run_on(cluster, work, batches)

    return there


@dataclass(slots=True)
class _Done:
    tagged: int = 0
    for_person: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Job:
    model: Model
    settings: Settings
    reading: Reading
    engine: Callable[..., Generator[Any]]
    out: str | None
    masked: bool
    long: bool
    csv_dialect: str
    force: bool
    resume: bool

    @property
    def masking(self) -> bool:
        return self.settings.flag("masking")

    def letters(self) -> Iterator[Letter]:
        """Return the letters as their rows show them, read as they are asked for."""
        return map(self.shown(), self.reading.letters())

    def shown(self) -> Callable[[Letter], Letter]:
        """Return what makes a letter the one that its row shows."""
        from classifier.pseudonyms import read_pseudonyms

        if not self.masked:
            return lambda letter: letter
        pseudonyms = read_pseudonyms(self.settings.home)
        # A mail's id, thread and citizen are addresses; those of tables are the office's own keys.
        return lambda letter: pseudonyms.letter(letter) if letter.mail else letter

    def to_output(self, report: Progress) -> _Done:
        """Write rows, encoded where the letters are tagged."""
        from classifier.bulk.marks import Marks, model_mark
        from classifier.bulk.work import rows
        from classifier.output import STDOUT, open_writer
        from classifier.output.partial import check_left, open_partial
        from classifier.tagging import BATCH, batches

        assert self.out is not None
        work = partial(rows, self.model, masking=self.masking, masked=self.masked)
        done = _Done()
        if self.out == STDOUT:
            with open_writer(self.out) as writer, closing(self.engine(work, batches(self.letters()))) as results:
                for each in results:
                    writer.write_lines(each.lines, each.names)
                    done.tagged += each.letters
                    done.for_person += each.for_person
                    report.advance(done.tagged)
            return done
        if not self.force and not self.resume:
            check_left(self.out)
        made_by = {
            "version": _version(),
            "model": model_mark(self.model),
            "setting of masking": f"{self.masking} {self.masked}",
            "size of batches": str(BATCH),
        }
        with open_partial(
            self.out,
            made_by=made_by,
            resume=self.resume,
            force=self.force,
            csv_dialect=self.csv_dialect,
            long=self.long,
            taxonomy=self.model.taxonomy,
        ) as output:
            if output.letters:
                note(f"{output.letters} letters were tagged before; going on with the next one.")
            marks = Marks(output.letters, output.mark)
            with closing(self.engine(work, marks.watch(batches(self.letters())))) as results:
                for each in results:
                    output.write(each.lines, each.letters, each.for_person, each.names, marks.taken())
                    report.advance(output.letters)
        return _Done(output.letters, output.for_person, tuple(output.notes))

    def through_review(self, report: Progress) -> _Done:
        """Put suggestions into the database, and rows into the output if there is one."""
        from contextlib import ExitStack

        from classifier.bulk.work import suggestions
        from classifier.output import open_writer
        from classifier.tagging import batches, row_of

        done, writer, shown = _Done(), None, self.shown()
        with ExitStack() as stack:
            if self.out is not None:
                opening = partial(open_writer, self.out, force=self.force, csv_dialect=self.csv_dialect, long=self.long)
                writer = stack.enter_context(opening(taxonomy=self.model.taxonomy))
            taking = intake(stack.enter_context(opened(self.settings)), self.settings)
            work = partial(suggestions, self.model, masking=self.masking)
            results = stack.enter_context(closing(self.engine(work, batches(self.reading.letters()))))
            for tagged in taking.take(each for batch in results for each in batch):
                done.tagged += 1
                done.for_person += tagged.prediction.needs_review
                report.advance(done.tagged)
                if writer is not None:
                    writer.write(row_of(replace(tagged, letter=shown(tagged.letter)), masked=self.masked))
        done.notes = (
            *(writer.notes if writer else ()),
            *(
                f"{old}: another letter has this id in the database; kept as {new}."
                for old, new in taking.taken.renamed
            ),
            f"{told(taking.taken)}.",
        )
        return done


def _version() -> str:
    from importlib.metadata import version

    return version("klagepunkt")


command.__name__ = "tag"
