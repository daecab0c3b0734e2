"""What must last: the ledger (journal, tickets, outbound work), and the board (true just now)."""
