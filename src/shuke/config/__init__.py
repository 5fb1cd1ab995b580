"""The composition root: which settings are in force, which adapter serves which port, who listens to which event."""
