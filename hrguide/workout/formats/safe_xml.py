"""XML from strangers: elements and attributes, nothing else.

Comes in: bytes. Goes out: the root element. It refuses document types and entities (a file of a
kilobyte can ask for gigabytes that way) before anything is expanded.
"""

from xml.etree import ElementTree
from xml.parsers import expat

from hrguide.errors import BadFileError

_HINT = "Export it again from the program it comes from."


def read_xml(content: bytes, file: str) -> ElementTree.Element:
    """The root of an XML file. Raises BadFileError with line and column."""
    content = content.removeprefix(b"\xef\xbb\xbf").lstrip()  # blank lines before <?xml
    scan = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise BadFileError(
            f"{file}: line {scan.CurrentLineNumber}, column {scan.CurrentColumnNumber + 1}:"
            " a document type or entity, which no workout needs",
            hint="Take the <!DOCTYPE ...> out if you trust the file.",
        )

    scan.StartDoctypeDeclHandler = refuse
    scan.EntityDeclHandler = refuse
    try:
        scan.Parse(content, True)
        return ElementTree.fromstring(content)
    except (expat.ExpatError, ElementTree.ParseError) as error:
        what = expat.ErrorString(error.code)
        raise BadFileError(
            f"{file}: line {scan.ErrorLineNumber}, column {scan.ErrorColumnNumber + 1}: no XML:"
            f" {what}",
            hint=_HINT,
        ) from None
    except (ValueError, LookupError) as error:  # an encoding nobody knows
        raise BadFileError(f"{file}: no XML: {error}", hint=_HINT) from None


def number(element: ElementTree.Element, name: str, file: str) -> float | None:
    """An attribute as a number, None where it is absent. Raises BadFileError for anything else."""
    text = element.get(name)
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e9:  # not a number, infinite, or nothing a workout means
        raise BadFileError(
            f"{file}: <{element.tag} {name}={text!r}>: expected a number", hint=_HINT
        )
    return value
