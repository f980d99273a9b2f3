"""The scheme editor, section by section, and the guidelines beside the text."""
