"""One module a kind of step; `KINDS` is the list of them all."""

from ivr.flow.steps.answer import Answer
from ivr.flow.steps.ask import Ask
from ivr.flow.steps.draft import Draft
from ivr.flow.steps.goto import Goto
from ivr.flow.steps.hang_up import HangUp
from ivr.flow.steps.hours import Hours
from ivr.flow.steps.leave_message import LeaveMessage
from ivr.flow.steps.listen import Listen
from ivr.flow.steps.look_up import LookUp
from ivr.flow.steps.offer import Offer
from ivr.flow.steps.offer_ringback import OfferRingback
from ivr.flow.steps.queue import Queue
from ivr.flow.steps.say import Say
from ivr.flow.steps.survey import Survey
from ivr.flow.steps.transfer import Transfer

AnyStep = (
    Answer
    | Ask
    | Draft
    | Goto
    | HangUp
    | Hours
    | LeaveMessage
    | Listen
    | LookUp
    | Offer
    | OfferRingback
    | Queue
    | Say
    | Survey
    | Transfer
)
