"""The project file: one SQLite database a project, and the only SQL of the program.

`annotator.store.project.Project` is the door; the other modules are its rooms.
"""
