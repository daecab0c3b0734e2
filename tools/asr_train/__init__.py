"""Make the shipped Mandarin telephone model: text, speech, network, graph, measured card.

Run it as ``python -m tools.asr_train all``.  Every stage writes its result into a work folder and
is skipped while what it read has not changed, so a broken run goes on where it stopped.
"""
