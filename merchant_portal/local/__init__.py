"""For a developer's machine only: embedded services, the launcher, the mailbox page."""
