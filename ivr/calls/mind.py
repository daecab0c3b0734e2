"""What an utterance means: asks knowledge and drafting, and says it in the flow's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ivr.calls.following import Following, as_asked, by_the_whole, likelihood
from ivr.calls.ports import Answers, Drafting
from ivr.calls.sureness import Sureness
from ivr.flow import events as flow
from ivr.flow.routing import DRAFTED
from ivr.knowledge.decision import Action, Decision, Reason
from ivr.language import intent, replies
from ivr.language.brief_replies import is_question, told_part
from ivr.language.elliptic import goes_over, grieved
from ivr.language.questions import question_in
from ivr.tickets.danger_sense import RULE
from ivr.tickets.deadlines import LIMITS
from ivr.tickets.emergency import find_sensitive
from ivr.tickets.model import Draft, Emergency, Sensitive, TicketDraft


@dataclass(slots=True)
class Mind:
    """The understanding of one call; remembers the newest draft for pages and tickets."""

    answers: Answers
    drafting: Drafting
    called_at: datetime
    draft: Draft = field(default_factory=lambda: Draft(()))
    sureness: Sureness = field(default_factory=Sureness)
    written: list[TicketDraft] = field(default_factory=list)  # those with a ticket
    calm: bool = False  # asked about, what only sounds like danger is none

    def danger(self, text: str, *, going_on: bool = False) -> flow.Emergency | None:
        """Danger in the words, also in half a sentence (`going_on`)."""
        return _danger(self.drafting.danger(text, going_on=going_on)[0])

    def sensitive(self, text: str) -> Sensitive | None:
        """What the duty manager must hear of, whoever has the caller meanwhile."""
        return find_sensitive(text)

    def understand(
        self,
        text: str,
        whole: str,
        among: tuple[str, ...],
        about: str = "",
        *,
        asked: bool = False,
    ) -> flow.Understood:
        """One utterance, and all of its matter; `about` is what was spoken of before.

        `asked`: the caller was asked whether there is danger in what was said before.
        """
        self.calm = False
        kind, whole = self._draft_told(text, whole, about)
        alone = self.draft if text == whole else self._drafted(text)
        calm = alone is not self.draft and not (alone.emergency or alone.doubt)
        danger, doubt = self.draft.emergency, self.draft.doubt
        if danger and asked and calm and not _reaches_into(danger, text, whole):
            danger, doubt = None, danger
            self.calm = True
            self._draft(whole)
        matters = tuple(self._matter(ticket) for ticket in self.draft.tickets)
        chosen = self._chosen(text, among)
        following = Following(
            self.answers, about, _without_denial(text) if among else text, bool(among)
        )
        reply = chosen[0] if chosen else self._reply(text, following, matters)
        return flow.Understood(
            text=text,
            whole=whole,
            kind=kind,
            reply=reply,
            chosen=chosen,
            in_context=self._in_context(text, reply, following),
            matters=matters,
            emergency=_danger(danger),
            sensitive=self.draft.sensitive is not None,
            doubt=_danger(doubt),
            pieced=doubt is not None and calm,
            tells=bool(alone.tickets),
        )

    def tickets_of(self, whole: str, which: tuple[int, ...] | None) -> list[TicketDraft]:
        """The drafts of all, or of the chosen, matters."""
        self._draft(whole)
        drafts = self.draft.tickets
        chosen = drafts if which is None else [drafts[i] for i in which if i < len(drafts)]
        self.written += chosen
        return list(chosen)

    def _draft_told(self, text: str, whole: str, about: str) -> tuple[str | None, str]:
        """Draft the matter; what the words ask, and all that was told.

        出租车拒载我上哪投诉 has no article, and is the grievance that it tells.
        """
        kind = intent.kind_of(text)
        self._draft(whole)
        told = grieved(text) if whole.endswith(text) else ""
        asks = [t.kind for t in self.draft.tickets] == [intent.Kind.INQUIRY]
        if not told or not asks or self.answers.decide(text).action is not Action.HANDOFF:
            return kind, whole
        told = whole[: -len(text)] + told
        draft = self._drafted(told)
        grieves = [t for t in draft.tickets if t.kind and str(t.kind) in DRAFTED]
        if self.draft.emergency or not any(_about(t) or kind in DRAFTED for t in grieves):
            return kind, whole
        self.draft = draft
        return grieves[0].kind, told

    def _draft(self, whole: str) -> None:
        self.draft = self._drafted(whole)

    def _drafted(self, text: str) -> Draft:
        confidence = self.sureness.of(text)
        draft = self.drafting.draft(
            text, called_at=self.called_at, confidence=confidence, calm=self.calm
        )
        if not self.written or draft.emergency:
            return draft
        tickets = tuple(self.drafting.after(ticket, self.written) for ticket in draft.tickets)
        return replace(draft, tickets=tickets)

    def _reply_to_each(self, text: str, matters: Sequence[flow.Matter]) -> flow.Reply | None:
        """The first answer, where several questions were asked in one breath and all have one.

        Together they are no question that any article answers.
        """
        asked = [ticket.text in text for ticket in self.draft.tickets]
        answered = [m.reply.finding is flow.Finding.ANSWER for m in matters]
        several = len(matters) > 1 and all(asked) and all(answered)
        return matters[0].reply if several else None

    def _chosen(self, text: str, among: tuple[str, ...]) -> tuple[flow.Reply, ...]:
        """What of the offered matters is meant; nothing where that is open."""
        if len(among) > 1 and _BOTH.search(text):
            return tuple(self._article(entry) for entry in among)
        entry = self.answers.choose(text, among) if among else None
        if entry is None and len(among) == 1 and _agrees(text):
            entry = among[0]
        return (self._article(entry),) if entry is not None else ()

    def _reply(self, text: str, following: Following, matters: Sequence[flow.Matter]) -> flow.Reply:
        each = self._reply_to_each(text, matters)
        if each is not None:
            return each
        decided = following.alone(self.answers.decide(following.words))
        decided = by_the_whole(self.answers, following.words, decided)
        return _reply(as_asked(self._of_both(decided, following), text))

    def _of_both(self, decided: Decision, following: Following) -> Decision:
        """An answer to the words as asked of the matter, where it is surer than to them alone.

        阶梯是咋算的 after 电费 is not that of water; 换证呢 after 残疾证 is sure.
        """
        alone = decided.action is Action.ANSWER and following.names(decided)
        if not following.about or following.choosing or alone:
            return decided
        offered = decided.alternatives[:1] if decided.action is Action.CLARIFY else ()
        whole = next((d for d in following.likely()[:1] if d.action is Action.ANSWER), None)
        same = whole is not None and whole.entry in [c.entry for c in offered]
        other = whole is not None and decided.action is Action.ANSWER
        return whole if whole is not None and (same or other) else decided

    def _in_context(self, text: str, reply: flow.Reply, following: Following) -> flow.Reply:
        """The reply to the words as asked of what was spoken of before.

        An answer to what the words add comes before one to all that was said, which the matter
        spoken of outweighs.
        """
        whole = reply.finding is flow.Finding.ANSWER or (
            reply.finding is flow.Finding.CLARIFY and reply.among
        )
        if following.words != text and whole:
            return flow.NO_REPLY  # 不是 我想办港澳通行证 is whole by itself
        likely = following.likely()
        if not likely or likely[0].action is Action.ANSWER:
            return _reply(likely[0]) if likely else flow.NO_REPLY
        sure = likely[0].reason == Reason.ONE and likelihood(likely[0]) >= _SURELY
        if sure and following.choosing and not goes_over(following.words):
            # 驾照, 到期了: the caller named both
            return self._article(likely[0].alternatives[0].entry)
        return _reply(likely[0])

    def _article(self, entry: str) -> flow.Reply:
        article = self.answers.article(entry)
        if not article.speakable:
            return flow.Reply(
                flow.Finding.HANDOFF,
                article.id,
                article.question,
                police=article.police,
                lacking="、".join(article.unfilled),
            )
        return flow.Reply(
            flow.Finding.ANSWER,
            article.id,
            article.question,
            article.answer,
            article.full,
            score=1.0,
            police=article.police,
        )

    def _matter(self, ticket: TicketDraft) -> flow.Matter:
        kind = str(ticket.kind) if ticket.kind else ""
        asks = kind == intent.Kind.INQUIRY
        asked = ticket.text if asks else question_in(ticket.text)
        limits = LIMITS.get(ticket.kind) if ticket.kind else None
        return flow.Matter(
            kind=kind,
            summary=ticket.summary or ticket.text,
            to_ask=ticket.to_ask,
            questions=self.drafting.questions_of(ticket),
            reply=_reply(self.answers.decide(asked)) if asked else flow.NO_REPLY,
            about=_about(ticket),
            refers="place" in ticket.carried,
            respond_days=limits.respond if limits else None,
            close_days=limits.close if limits else None,
        )


_BOTH = re.compile(
    r"(?<!不)(?:都|全)(?=是|要|想|问|行|说|讲|$)(?!要不)|两个都(?!不|没)|俩都(?!不|没)"
)
_SURELY = 0.6  # of the one article that fits what was offered and the words said to it
_DENIAL = re.compile(r"(?:[嗯呃啊哦，。\s]|都|也|你)*+不(?:是|对)(?:的|了|啊|呀)?[，,。\s]*(?=..)")


def _without_denial(text: str) -> str:
    """不是 我想办港澳通行证: what is meant instead."""
    return _DENIAL.sub("", text, count=1)


def _agrees(text: str) -> bool:
    """对呀你快说, 是的给孩子办: a yes, whatever is said behind it; a question asks on."""
    return replies.yes_no(text) is True and not is_question(text)


_FINDINGS = {
    Action.ANSWER: flow.Finding.ANSWER,
    Action.CLARIFY: flow.Finding.CLARIFY,
    Action.HANDOFF: flow.Finding.HANDOFF,
}


def _reply(decision: Decision) -> flow.Reply:
    reason, _, lacking = decision.reason.partition(": ")
    if reason != Reason.UNFILLED:
        lacking = ""
    meant = decision.alternatives[0].title if lacking and decision.alternatives else None
    return flow.Reply(
        finding=_FINDINGS[decision.action],
        entry=decision.entry,
        title=decision.title or meant,
        answer=decision.answer,
        full_answer=decision.full_answer,
        question=decision.question,
        among=tuple(c.entry for c in decision.alternatives[:2]),
        score=decision.score,
        police=decision.police,
        lacking=lacking,
    )


_SURE = 0.55  # of a type that is surely meant


def _about(ticket: TicketDraft) -> str:
    sure = ticket.category is not None and ticket.category_confidence >= _SURE
    return "/".join(ticket.category[:2]) if ticket.category and sure else ""


def _reaches_into(found: Emergency, text: str, whole: str) -> bool:
    """Whether a rule, not what is learnt, finds danger in the newest words with those before."""
    said = told_part(text)
    begins = len(whole) - len(said) if whole.endswith(said) else len(whole)
    return found.rule != RULE and found.span[1] > begins


def _danger(emergency: Emergency | None) -> flow.Emergency | None:
    if emergency is None:
        return None
    return flow.Emergency(emergency.service, emergency.reason, emergency.words)
