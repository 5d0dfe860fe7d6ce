"""Puts measured figures into a page, between two comments that name them: by the other scripts, or what is on the standard input.

    page.py PAGE NAME < FIGURES
"""
import pathlib
import re
import sys


def put(page: pathlib.Path, name: str, text: str) -> None:
    """Between `<!-- name -->` and `<!-- /name -->`."""
    before = page.read_text()
    block = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.DOTALL)
    after, count = block.subn(lambda found: found[1] + text.rstrip() + "\n" + found[2], before)
    if count != 1:
        raise ValueError(f"{page} has {count} places for “{name}”")
    page.write_text(after)


if __name__ == "__main__":
    put(pathlib.Path(sys.argv[1]), sys.argv[2], sys.stdin.read())
