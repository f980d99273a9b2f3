"""Copies of an article: found beside the window, shown with the articles, and offered what was annotated in one."""
