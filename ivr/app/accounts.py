"""Checks who may sign on to the pages."""

from collections import Counter

from ivr.desk.config import Role
from ivr.desk.passwords import BadHashError, parsed
from ivr.errors import Fault
from ivr.settings.model import Settings


def account_faults(settings: Settings) -> tuple[list[Fault], list[Fault]]:
    """(errors, notices) of `[web]` and its accounts."""
    web = settings.tables.web
    errors = []
    if web.open_to_all:
        errors.append(
            Fault(
                *settings.place("web.host"),
                f"[web] {web.host} is reached from other machines, and nobody has to sign on",
                "add [[web.accounts]] (`ivr password` makes the password), or write 127.0.0.1",
            )
        )
    counts = Counter(account.name for account in web.accounts)
    for number, account in enumerate(web.accounts):
        if not account.name or counts[account.name] > 1:
            place = settings.place(f"web.accounts[{number}].name")
            errors.append(Fault(*place, f"the account {account.name!r} is there twice or nameless"))
        try:
            parsed(account.password)
        except BadHashError as error:
            place = settings.place(f"web.accounts[{number}].password")
            errors.append(Fault(*place, f"the password is {error}", "run `ivr password`"))
    return errors, _without_seat(settings)


def _without_seat(settings: Settings) -> list[Fault]:
    seats = {who.name for who in settings.tables.queue.operators}
    return [
        Fault(
            *settings.place(f"web.accounts[{number}].name"),
            f"the operator {account.name} has no seat in [[queue.operators]]",
            "give both the same name, or another role",
        )
        for number, account in enumerate(settings.tables.web.accounts)
        if account.role is Role.OPERATOR and account.name not in seats
    ]
