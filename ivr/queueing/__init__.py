"""Who is next: the pure policy of callers, operators and outbound calls (呼入电话优先)."""
