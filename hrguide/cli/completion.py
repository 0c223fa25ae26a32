"""`hrguide completion SHELL`: the script that lets a shell complete verbs, athletes and rides.

Comes in: a shell's name. Goes out: the script on stdout (click's, for this program), how to
install it on stderr. When the shell asks back it does so through a variable that `main.py` hands
to `answer`. Refuses to edit anybody's start-up files.
"""

from typing import Final

import click
from click.shell_completion import get_completion_class, shell_complete

from hrguide.cli.verbs import PROGRAM, cli

ASKS_BACK: Final = "_HRGUIDE_COMPLETE"  # click's convention, so its scripts fit

HOW_TO_INSTALL: Final = {
    "bash": "mkdir -p ~/.local/share/bash-completion/completions && hrguide completion bash "
    "> ~/.local/share/bash-completion/completions/hrguide",
    "zsh": "hrguide completion zsh > ~/.hrguide-completion.zsh && "
    "echo '. ~/.hrguide-completion.zsh' >> ~/.zshrc",
    "fish": "hrguide completion fish > ~/.config/fish/completions/hrguide.fish",
}


@click.command(epilog="Works from the next shell on.")
@click.argument("shell", type=click.Choice(sorted(HOW_TO_INSTALL)))
def command(shell: str) -> None:
    """Print the script that lets your shell complete verbs, athletes and rides.

    How to install it is said beside it.
    """
    kind = get_completion_class(shell)
    assert kind is not None, shell
    click.echo(f"# To install: {HOW_TO_INSTALL[shell]}", err=True)
    click.echo(kind(cli, {}, PROGRAM, ASKS_BACK).source())


def answer(instruction: str) -> int:
    """Answer a shell that completes; instruction: what it put into ASKS_BACK."""
    return shell_complete(cli, {}, PROGRAM, ASKS_BACK, instruction)
