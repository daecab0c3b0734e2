"""Who may sign on: pages that others reach have accounts, and every account is one that works."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from ivr.app.accounts import account_faults
from ivr.desk.config import Account, Role, WebConfig
from ivr.desk.passwords import hashed
from ivr.queueing.config import OperatorConfig, QueueConfig
from ivr.settings.load import load
from ivr.settings.model import Settings

KEPT = hashed("a long password")


def site(web: WebConfig, *seats: str) -> Settings:
    settings = load(Path("config/hotline.toml"))
    queue = QueueConfig(operators=[OperatorConfig(name, "8001") for name in seats])
    return replace(settings, tables=msgspec.structs.replace(settings.tables, web=web, queue=queue))


@pytest.mark.parametrize("host", ["0.0.0.0", "10.1.2.3", "::"])
def test_pages_that_others_reach_need_accounts(host: str) -> None:
    errors, _ = account_faults(site(WebConfig(host=host)))
    assert len(errors) == 1
    assert errors[0].file.endswith("hotline.toml")
    assert errors[0].line is not None
    assert "ivr password" in errors[0].remedy
    manager = Account("李班长", KEPT, Role.MANAGER)
    assert account_faults(site(WebConfig(host=host, accounts=[manager]))) == ([], [])


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_this_machine_alone_needs_none(host: str) -> None:
    assert account_faults(site(WebConfig(host=host))) == ([], [])


def test_an_account_that_cannot_work_is_an_error() -> None:
    twice = [Account("张敏", KEPT), Account("张敏", KEPT), Account("李四", "secret")]
    errors, notices = account_faults(site(WebConfig(accounts=twice), "张敏", "李四"))
    assert ["twice" in fault.message for fault in errors] == [True, True, False]
    assert errors[2].remedy == "run `ivr password`"
    assert notices == []


def test_an_operator_without_a_seat_is_noticed() -> None:
    web = WebConfig(accounts=[Account("张敏", KEPT)])
    assert account_faults(site(web, "张敏")) == ([], [])
    errors, notices = account_faults(site(web))
    assert errors == []
    assert "张敏" in notices[0].message
