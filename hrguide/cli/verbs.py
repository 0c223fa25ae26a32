"""The verbs: one table, one lazy group, one help page.

Comes in: the words after `hrguide`. Goes out: the click command that answers them, imported only
now, from the verb's own module. Help, suggestions and completion read the table and import no
verb, so they stay quick and work where Bluetooth does not.
"""

import importlib
import keyword
from dataclasses import dataclass
from typing import Final

import click
from click.shell_completion import CompletionItem

from hrguide import __version__

PROGRAM: Final = "hrguide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb: where its click command lives, its line on the help page, and its section."""

    name: str
    line: str
    section: str
    attribute: str = "command"

    @property
    def module(self) -> str:
        name = self.name.replace("-", "_")
        return f"hrguide.cli.{name}{'_' if keyword.iskeyword(name) else ''}"


FIRST: Final = "First"
MORE: Final = "More"

VERBS: Final = {
    verb.name: verb
    for verb in (
        Verb(name="ride", line="Find the strap and ride; bare `hrguide` does this", section=FIRST),
        Verb(name="demo", line="See a whole session, no strap needed", section=FIRST),
        Verb(name="report", line="One page about a ride", section=FIRST),
        Verb(name="zones", line="Your heart rates, and what they rest on", section=FIRST),
        Verb(name="history", line="Your rides, and what changed over them", section=FIRST),
        Verb(name="doctor", line="What a ride needs: is it all there?", section=FIRST),
        Verb(name="talk-test", line='Find where "only just" begins, in one ride', section=MORE),
        Verb(
            name="athlete",
            line="Who rides here: add, list, show, set, use, move, export, delete, ...",
            section=MORE,
        ),
        Verb(name="strap", line="The chest strap: scan, use, forget, watch", section=MORE),
        Verb(name="workout", line="Sessions to ride: list, show, check", section=MORE),
        Verb(name="replay", line="A recorded ride again, decision by decision", section=MORE),
        Verb(name="import", line="Recordings of watches and apps become rides", section=MORE),
        Verb(name="export", line="A ride as FIT, TCX, CSV, RR or JSON", section=MORE),
        Verb(
            name="recover", line="Interrupted and damaged rides, mended into copies", section=MORE
        ),
        Verb(name="tune", line="Past rides: what they say of your threshold", section=MORE),
        Verb(name="completion", line="Let the shell complete verbs and names", section=MORE),
    )
}


class LazyVerbs(click.Group):
    """A click group that knows its verbs from the table and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        verb = VERBS.get(cmd_name)
        if verb is None:
            return None
        command = getattr(importlib.import_module(verb.module), verb.attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if word not in VERBS and not word.startswith("-") and not ctx.resilient_parsing:
            import difflib  # only for a word that is no verb

            near = difflib.get_close_matches(word, VERBS, n=1)
            perhaps = f" Did you mean `{PROGRAM} {near[0]}`?" if near else ""
            raise click.UsageError(f"I do not know {word!r}.{perhaps}", ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(ctx, formatter)  # the verbs first: they are what one looks for
        click.Command.format_options(self, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section in (FIRST, MORE):
            with formatter.section(section):
                formatter.write_dl(
                    [(verb.name, verb.line) for verb in VERBS.values() if verb.section == section]
                )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        return [
            CompletionItem(verb.name, help=verb.line)
            for verb in VERBS.values()
            if verb.name.startswith(incomplete)
        ]


@click.group(
    cls=LazyVerbs,
    name=PROGRAM,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    subcommand_metavar="[VERB] [OPTIONS]",
    options_metavar="",
    epilog="More about one verb: hrguide VERB --help.  While riding, x stops at once.",
)
@click.version_option(__version__, "--version", "-V", message="%(prog)s %(version)s")
def cli() -> None:
    """Half an hour of easy intervals by your own heart rate, for a back that is sore, not injured.

    Type hrguide and get on the machine: it looks for your chest strap and leads you through. No
    strap at hand? hrguide demo shows it with a simulated rider.

    For general fitness of adults. Not a medical device. More than sore: book an assessment.
    """
