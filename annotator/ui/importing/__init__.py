"""The import sheet: what comes in is shown before anything is written, and how it is read can be chosen."""
