"""What a language pipeline and rules find in a text: the only room that knows spaCy, and imports it when it must."""
