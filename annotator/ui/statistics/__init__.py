"""The Statistics view: tiles that count, each with its passages."""
