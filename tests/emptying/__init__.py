"""An app of the tests alone: its `flush` empties the database after a test that commits."""
