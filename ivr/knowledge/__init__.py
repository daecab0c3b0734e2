"""即时答复 instant answers: articles, retrieval, and the decision to answer or hand over."""

from ivr.knowledge.article import Article
from ivr.knowledge.base import KnowledgeBase
from ivr.knowledge.decision import Action, Candidate, Decision, Reason
from ivr.knowledge.faults import ArticleFault, Severity

__all__ = [
    "Action",
    "Article",
    "ArticleFault",
    "Candidate",
    "Decision",
    "KnowledgeBase",
    "Reason",
    "Severity",
]
