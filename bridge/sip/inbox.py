"""What becomes of each request: the checks of RFC 3261 §8.2 in order, then the one who answers it.

Refusals outside a call are stateless (§8.2.7): they cost no memory, and a repeat is refused again.
"""

import hashlib
from collections.abc import Iterable
from typing import Final

from bridge.errors import SdpError, SipSyntaxError
from bridge.events import LegId
from bridge.sip import body, offer, sdp
from bridge.sip.admission import Admission
from bridge.sip.call import Call
from bridge.sip.callbook import CallBook
from bridge.sip.causes import user_of
from bridge.sip.core import METHODS, Core, TimerOwner
from bridge.sip.digest import DigestServer, Outcome, read_fields
from bridge.sip.early import answer_early
from bridge.sip.errands import Errands, capabilities
from bridge.sip.message import Malformed, Request, respond
from bridge.sip.registrar import Registrar
from bridge.sip.registration import Registrations
from bridge.sip.replaces import replaced_by
from bridge.sip.session_timer import MIN_SECONDS, is_too_brief
from bridge.sip.syntax import parse_name_addr, parse_via, split_list
from bridge.sip.transactions import NOBODY, Hop, Transaction
from bridge.sip.uri import UnknownSchemeError, parse_uri

KNOWN: Final = frozenset(METHODS.split(", "))
IN_DIALOG_ONLY: Final = frozenset(("BYE", "INFO", "UPDATE", "NOTIFY", "REFER", "PRACK"))
EXTENSIONS: Final = frozenset(
    ("timer", "replaces", "100rel")
)  # option tags we can be required to support


class _HeldAnswer(TimerOwner):
    """An answer that a guesser of passwords has to wait for."""

    def __init__(self, core: Core, transaction: Transaction, status: int) -> None:
        self._core, self._transaction, self._status = core, transaction, status

    def on_timer(self, what: str) -> None:
        self._core.reply(self._transaction, self._status)


class Inbox:
    """Routes requests; keeps no state of its own."""

    def __init__(
        self, core: Core, calls: CallBook, registrar: Registrar, trunks: Registrations
    ) -> None:
        self._core = core
        self._calls = calls
        self._registrar = registrar
        self._trunks = trunks
        self._admission = Admission(core.config)
        seal = core.ids.token()
        self._seal = seal.encode()
        self._digest = DigestServer(core.config.realm, core.config.accounts, seal)
        self._errands = Errands(core, calls)

    # -- the door --

    def take_malformed(self, fault: Malformed, hop: Hop) -> None:
        """400 with the reason (or 505); strangers only within their rate."""
        if self._knows(hop.host) or self._admission.hears(hop.host, self._core.now):
            reason = f"Bad Request ({fault})" if fault.status == 400 else ""
            self.refuse(fault.partial, hop, fault.status, reason=reason)

    def take(self, request: Request, hop: Hop) -> None:
        """One well-formed request."""
        core = self._core
        known_host = self._knows(hop.host)
        if not known_host and not self._admission.hears(hop.host, core.now):
            return
        known = core.transactions.find_server(request)
        if known is not None:
            core.transactions.repeat_request(known, request)
        elif request.method == "ACK":
            call = self._calls.dialog(request.call_id, request.to.tag)
            if call is not None and call.is_from_far_end(request):
                call.take_ack(request)
        elif request.method == "CANCEL":
            self._cancel(request, hop)
        elif request.to.tag:
            self._within_call(request, hop)
        elif not known_host and self._admission.is_scanner(request):
            return  # silence: an answer tells a scanner that a telephone is here
        elif self._acceptable(request, hop):
            self._outside_calls(request, hop)

    def _knows(self, host: str) -> bool:
        """Whether calls from there are welcome: by its address, or because we are registered."""
        return self._core.trusts(host) or self._trunks.vouch_for(host)

    def refuse(
        self,
        request: Request,
        hop: Hop,
        status: int,
        headers: Iterable[tuple[str, str]] = (),
        reason: str = "",
    ) -> None:
        """Answer without state; the tag is the same for every repeat."""
        text = f"{request.branch} {request.call_id}".encode("utf-8", "replace")
        tag = hashlib.blake2b(text, key=self._seal[:64], digest_size=8).hexdigest()
        headers = (*headers, ("Server", self._core.config.product))
        response = respond(
            request, status, source=hop.address, tag=tag, reason=reason, headers=headers
        )
        self._core.send(response.to_bytes(), hop)

    # -- checks that hold for every new request (§8.2.1, §8.2.2) --

    def _acceptable(self, request: Request, hop: Hop) -> bool:
        if request.method not in KNOWN:
            self.refuse(request, hop, 405, [("Allow", METHODS)])
            return False
        if request.method in IN_DIALOG_ONLY:
            self.refuse(request, hop, 481)
            return False
        try:
            uri = parse_uri(request.uri)
            if "?" in uri.text:
                raise SipSyntaxError("the request URI has headers")  # §19.1.1, table 1
        except UnknownSchemeError:
            self.refuse(request, hop, 416)
            return False
        except SipSyntaxError as error:
            self.refuse(request, hop, 400, reason=f"Bad Request ({error})")
            return False
        if self._passed_us(request) or self._core.transactions.is_merged(request):
            self.refuse(request, hop, 482)  # §8.2.2.2, §16.3
            return False
        # §16.3: a gateway hands calls on, so a call that may go no further ends here. OPTIONS
        # with Max-Forwards 0 asks this very element and is answered (§11).
        if request.method == "INVITE" and int(request.headers.get("Max-Forwards", "70")) == 0:
            self.refuse(request, hop, 483)
            return False
        return self._extensions_known(request, hop)

    def _passed_us(self, request: Request) -> bool:
        ours = (self._core.sent_by, self._core.sent_by_tls)
        host = ours[0].rpartition(":")[0]
        vias = (via for via in request.headers.all("Via")[1:] if host in via)
        return any(parse_via(via).sent_by in ours for via in vias)

    def _extensions_known(self, request: Request, hop: Hop) -> bool:
        wanted = [
            tag
            for name in ("Require", "Proxy-Require")
            for value in request.headers.all(name)
            for tag in split_list(value)
        ]
        unknown = [tag for tag in wanted if tag and tag.lower() not in EXTENSIONS]
        if unknown:
            self.refuse(request, hop, 420, [("Unsupported", ", ".join(unknown))])  # §8.2.2.3
        return not unknown

    def _is_too_brief(self, request: Request, hop: Hop) -> bool:
        brief = request.method in ("INVITE", "UPDATE") and is_too_brief(request)
        if brief:
            self.refuse(request, hop, 422, [("Min-SE", str(MIN_SECONDS))])  # RFC 4028 §9
        return brief

    # -- requests outside a call --

    def _outside_calls(self, request: Request, hop: Hop) -> None:
        if request.method == "OPTIONS":
            self.refuse(request, hop, 200, capabilities())  # stateless as well (§11.2)
        elif request.method == "REGISTER":
            self._register(request, hop)
        elif self._knows(hop.host) or self._proves_account(request, hop):
            self._invite(request, hop)

    def _proves_account(self, request: Request, hop: Hop) -> bool:
        """Strangers need credentials; where nobody has an account there is nothing to prove."""
        if not self._core.config.accounts:
            self._admission.proved_nothing(hop.host, self._core.now)
            self.refuse(request, hop, 403)
            return False
        credentials = request.headers.all("Authorization")
        verdict = self._digest.check(credentials, request.method, self._core.now)
        if verdict.outcome is Outcome.GOOD:
            self._admission.succeeded(hop.host)
            return True
        if verdict.outcome is Outcome.WRONG:
            delay = self._admission.failed(hop.host, self._core.now)
            transaction = self._core.transactions.serve(request, hop, NOBODY)
            held = _HeldAnswer(self._core, transaction, 403)
            self._core.set_timer(held, "answer", delay)
            return False
        self._admission.proved_nothing(hop.host, self._core.now)
        stale = verdict.outcome is Outcome.STALE
        agent = request.headers.get("User-Agent").lower()
        old = any(agent.startswith(name.lower()) for name in self._core.config.md5_only)
        values = self._digest.challenges(self._core.now, stale=stale, md5_only=old)
        self.refuse(request, hop, 401, [("WWW-Authenticate", value) for value in values])
        return False

    def _register(self, request: Request, hop: Hop) -> None:
        credentials = request.headers.all("Authorization")
        if credentials or not self._core.trusts(hop.host):
            if not self._proves_account(request, hop):
                return
            verdict_user = self._claimed(credentials)
            if verdict_user != self._registering(request):
                self.refuse(request, hop, 403)  # one's own account only (§10.3, step 4)
                return
        transaction = self._core.transactions.serve(request, hop, NOBODY)
        status, headers = self._registrar.register(request, hop)
        self._core.reply(transaction, status, headers=headers)

    def _claimed(self, credentials: list[str]) -> str:
        found = [f for f in map(read_fields, credentials) if f]
        realm = self._core.config.realm
        return next((f.get("username", "") for f in found if f.get("realm") == realm), "")

    def _registering(self, request: Request) -> str:
        try:
            return parse_uri(request.to.uri).user
        except SipSyntaxError:
            return ""

    def _invite(self, request: Request, hop: Hop) -> None:
        contacts = len(request.headers.all("Contact"))
        if contacts != 1 and (contacts or request.branch.startswith("z9hG4bK")):
            # §8.1.1.8; RFC 2543 did not ask for it
            reason = "Bad Request (INVITE needs exactly one Contact)"
            self.refuse(request, hop, 400, reason=reason)
            return
        try:
            parse_name_addr(request.headers.get("Contact", request.from_.uri), "Contact")
        except SipSyntaxError as error:
            self.refuse(request, hop, 400, reason=f"Bad Request ({error})")
            return
        if self._is_too_brief(request, hop):
            return
        if not _accepts_sdp(request):
            self.refuse(request, hop, 406)  # §21.4.7
            return
        try:
            description = body.description(request)
        except body.UnsupportedBodyError:
            self.refuse(request, hop, 415, [("Accept", body.SDP_TYPE), ("Accept-Encoding", "")])
            return
        except (SdpError, SipSyntaxError) as error:
            self.refuse(request, hop, 400, reason=f"Bad Request ({error})")
            return
        if description is not None and offer.choose(description, self._core.media_host) is None:
            text = f'304 {self._core.sent_by} "PCMA or PCMU over RTP/AVP, our kind of address"'
            self.refuse(request, hop, 488, [("Warning", text)])
            return
        replaced, status = replaced_by(request, self._calls)
        if status:
            self.refuse(request, hop, status)
            return
        if replaced is not None:
            self._begin(request, hop, description, replaced)
            return
        if not self._has_room(f"{request.branch} {request.call_id}"[:512]):
            wait = str(2 + int(8 * self._core.ids.fraction()))  # spread, or they all come back
            self.refuse(request, hop, 503, [("Retry-After", wait)])
            return
        self._begin(request, hop, description)

    def _has_room(self, invite: str) -> bool:
        if self._admission.was_turned_away(invite):
            return False
        room = self._admission.has_room(len(self._calls), self._core.now)
        if room and self._core.throttle.take(self._core.now):
            return True
        self._admission.turn_away(invite)
        return False

    def _begin(
        self,
        request: Request,
        hop: Hop,
        description: sdp.Description | None,
        replaced: Call | None = None,
    ) -> None:
        call = self._calls.open(LegId(f"leg-{self._core.ids.token()[:12]}"))
        transaction = self._core.transactions.serve(request, hop, call)
        self._calls.enter(call, request.call_id)
        call.phone = self._registrar.phone_at(user_of(request.from_.uri), hop)
        call.asserted = self._knows(hop.host)
        if replaced is None:
            call.arrive(transaction, description)
            return
        assert replaced.local is not None
        call.quiet = True
        call.on_standing = lambda: self._calls.succeed(replaced, call)
        call.arrive(transaction, description)
        call.accept(replaced.local.host, replaced.local.port)  # the same ports go on

    # -- requests within a call --

    def _cancel(self, request: Request, hop: Hop) -> None:
        invite = self._core.transactions.find_cancelled(request)
        if invite is None:
            self.refuse(request, hop, 481)  # §9.2
            return
        cancel = self._core.transactions.serve(request, hop, NOBODY)
        self._core.reply(cancel, 200, tag=invite.tag)
        if isinstance(invite.user, Call) and not invite.finished:
            invite.user.take_cancel()

    def _within_call(self, request: Request, hop: Hop) -> None:
        core = self._core
        call = self._calls.dialog(request.call_id, request.to.tag)
        early = call is not None and call.rings_as(request.from_.tag)
        if call is None or not (early or call.is_from_far_end(request)):
            self.refuse(request, hop, 481)  # §12.2.2
            return
        same_place = hop.host == call.dialog.seen.host
        if not (same_place or core.trusts(hop.host)):
            self.refuse(request, hop, 481)
            return
        if request.method not in KNOWN:
            self.refuse(request, hop, 405, [("Allow", METHODS)])
            return
        if not self._extensions_known(request, hop) or self._is_too_brief(request, hop):
            return
        if early:
            answer_early(core, self._errands, call, core.transactions.serve(request, hop, NOBODY))
            return
        if request.from_.tag != call.dialog.remote_tag:  # a fork we ended ourselves
            self.refuse(request, hop, 200 if request.method == "BYE" else 481)
            return
        user = call.renegotiation if request.method == "INVITE" else NOBODY
        transaction = core.transactions.serve(request, hop, user)
        if not call.dialog.in_order(request):
            core.reply(transaction, 500, tag=call.tag)  # §12.2.2
            return
        call.dialog.seen = hop
        if request.method == "BYE":
            call.take_bye(transaction)
        elif request.method in ("INVITE", "UPDATE"):
            call.renegotiation.take(transaction)
        else:
            self._errands.run(call, transaction)


def _accepts_sdp(request: Request) -> bool:
    """Whether the caller can read our answer; no Accept means yes (§20.1)."""
    types = [kind for value in request.headers.all("Accept") for kind in split_list(value)]
    names = {kind.partition(";")[0].strip().lower() for kind in types if kind}
    return not names or not names.isdisjoint((body.SDP_TYPE, "application/*", "*/*"))
