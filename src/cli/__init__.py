"""The `huiyin` command: what whoever runs the service types."""
