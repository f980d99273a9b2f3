"""The Entities view: the registry as a table, an entity with its passages, merging and splitting."""
