"""工单 tickets: draft, classification, emergencies, deadlines and the life of a ticket."""
