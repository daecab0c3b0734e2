"""`ivr password`: what stands in `[[web.accounts]]` for a password."""

import argparse
import getpass
import sys

from ivr.desk.passwords import hashed
from ivr.errors import UserError

SHORTEST = 10


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing: a password on a command line would be seen by others."""


def run(_args: argparse.Namespace) -> int:
    """Ask twice on a terminal, or read one line; print the hash."""
    if sys.stdin.isatty():
        password = getpass.getpass("password: ")
        if getpass.getpass("again: ") != password:
            raise UserError("the two are not the same")
    else:
        password = sys.stdin.readline().rstrip("\n")
    if len(password) < SHORTEST:
        raise UserError(f"a password needs at least {SHORTEST} characters")
    print(hashed(password))
    return 0
