"""The entrance: from the words on the command line to one exit code.

Comes in: arguments. Goes out: an exit code of the documented table, and on stderr what happened
and what to type next. `--version` is answered before click is imported, `--help` before any verb
is (`cli/verbs.py`). The only place with a broad `except`: whatever is not an `HrguideError` is a
bug, keeps its traceback and says how to report it. Refuses to know what a verb does.
"""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hrguide import __version__
from hrguide.errors import ExitCode, HrguideError, UsageError

if TYPE_CHECKING:
    from hrguide.cli.verbs import cli

__all__ = ["cli", "main"]


def main(argv: Sequence[str] | None = None, *, obj: object = None) -> int:
    """Run hrguide and return its exit code.

    argv: without the program's name, None for the process's own. obj: handed to the verb as
    `ctx.obj`; tests put their own radio there.
    """
    words = sys.argv[1:] if argv is None else list(argv)
    if words in (["--version"], ["-V"]):
        print(f"hrguide {__version__}")
        return ExitCode.DONE
    try:
        code = _run_verb(words, obj)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _say("")
        return ExitCode.INTERRUPTED
    except Exception as error:
        return _end_of(_alone(error), words)
    return code


def _run_verb(words: list[str], obj: object) -> int:
    import click

    from hrguide.cli.verbs import PROGRAM, cli

    if question := os.environ.get("_HRGUIDE_COMPLETE"):
        from hrguide.cli.completion import answer

        return answer(question)
    if not words and sys.stdin.isatty() and sys.stdout.isatty():
        words = ["ride"]
    try:
        # not cli.main(): it turns an interrupt and a closed pipe into its own exit codes
        with cli.make_context(PROGRAM, words, obj=obj) as context:
            result = cli.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return ExitCode.USAGE
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else PROGRAM
        raise UsageError(error.format_message(), hint=f"See `{path} --help`.") from error
    return result if isinstance(result, int) else ExitCode.DONE


def _alone(error: Exception) -> Exception:
    """The one error in a group: a task group wraps whatever ends one of its tasks."""
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def _end_of(error: Exception, words: list[str]) -> int:
    match error:
        case HrguideError():
            from hrguide.plain_text import clean_lines  # only where something went wrong

            _say(clean_lines(f"hrguide: {error.message}\n  {error.hint}"))
            return error.exit_code
        case BrokenPipeError():
            _let_go_of_stdout()
            return ExitCode.DONE
        case _:
            _report_bug(error, words)
            return ExitCode.BUG


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _let_go_of_stdout() -> None:
    """The reader of our pipe went away: end quietly, also at the interpreter's last flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_bug(error: Exception, words: list[str]) -> None:
    import platform
    import traceback

    traceback.print_exception(error)
    _say(
        "hrguide: this is a bug in hrguide, not your doing. Please report the lines above with: "
        f"hrguide {__version__}, Python {platform.python_version()}, {platform.system()}, "
        f"`hrguide {' '.join(words)}`. A ride in progress is saved."
    )


def __getattr__(name: str) -> Any:
    if name == "cli":  # click is imported for those who ask for the group, not for --version
        from hrguide.cli.verbs import cli

        return cli
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if __name__ == "__main__":
    sys.exit(main())
