from hypothesis import settings

# No timed test: on a busy machine a slow example is no fault.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
