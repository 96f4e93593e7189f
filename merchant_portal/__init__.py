"""The project and what all apps stand on."""
