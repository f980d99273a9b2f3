"""The Review view: queue of conflicts, lanes under the text, cards, the deck of feedback."""
