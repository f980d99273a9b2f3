"""Sheets over the window that ask for something; nothing in them blocks."""
