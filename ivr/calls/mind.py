"""What an utterance means: asks knowledge and drafting, and says it in the flow's words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ivr.calls.ports import Answers, Drafting
from ivr.calls.sureness import Sureness
from ivr.flow import events as flow
from ivr.knowledge.decision import Action, Decision, Reason
from ivr.language import intent
from ivr.language.questions import question_in
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

    def danger(self, text: str, *, going_on: bool = False) -> flow.Emergency | None:
        """Danger in the words, also in half a sentence (`going_on`)."""
        return _danger(self.drafting.danger(text, going_on=going_on)[0])

    def sensitive(self, text: str) -> Sensitive | None:
        """What the duty manager must hear of, whoever has the caller meanwhile."""
        return find_sensitive(text)

    def understand(self, text: str, whole: str, among: tuple[str, ...]) -> flow.Understood:
        """One utterance, and all of its matter."""
        self._draft(whole)
        kind = intent.kind_of(text)
        matters = tuple(self._matter(ticket) for ticket in self.draft.tickets)
        return flow.Understood(
            text=text,
            whole=whole,
            kind=str(kind) if kind else None,
            reply=self._reply(text, among, matters),
            matters=matters,
            emergency=_danger(self.draft.emergency),
            sensitive=self.draft.sensitive is not None,
            doubt=_danger(self.draft.doubt),
        )

    def tickets_of(self, whole: str, which: tuple[int, ...] | None) -> list[TicketDraft]:
        """The drafts of all, or of the chosen, matters."""
        self._draft(whole)
        drafts = self.draft.tickets
        if which is None:
            return list(drafts)
        return [drafts[i] for i in which if i < len(drafts)]

    def _draft(self, whole: str) -> None:
        confidence = self.sureness.of(whole)
        self.draft = self.drafting.draft(whole, called_at=self.called_at, confidence=confidence)

    def _reply_to_each(self, text: str, matters: Sequence[flow.Matter]) -> flow.Reply | None:
        """The first answer, where several questions were asked in one breath and all have one.

        Together they are no question that any article answers.
        """
        asked = [ticket.text in text for ticket in self.draft.tickets]
        answered = [m.reply.finding is flow.Finding.ANSWER for m in matters]
        several = len(matters) > 1 and all(asked) and all(answered)
        return matters[0].reply if several else None

    def _reply(
        self, text: str, among: tuple[str, ...], matters: Sequence[flow.Matter]
    ) -> flow.Reply:
        chosen = self.answers.choose(text, among) if among else None
        if chosen is None:
            return self._reply_to_each(text, matters) or _reply(self.answers.decide(text))
        article = self.answers.article(chosen)
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
        return flow.Matter(
            kind=kind,
            summary=ticket.summary or ticket.text,
            to_ask=ticket.to_ask,
            reply=_reply(self.answers.decide(asked)) if asked else flow.NO_REPLY,
        )


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


def _danger(emergency: Emergency | None) -> flow.Emergency | None:
    if emergency is None:
        return None
    return flow.Emergency(emergency.service, emergency.reason, emergency.words)
