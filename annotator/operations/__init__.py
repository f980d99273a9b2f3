"""What a user can do: each function is one undoable step and returns its changes; window and command line share it."""
