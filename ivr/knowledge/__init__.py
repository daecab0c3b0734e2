"""即时答复 instant answers: articles, retrieval and the decision to answer, clarify or hand over."""
