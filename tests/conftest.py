"""Settings for every test: this may run on a slow, shared machine, so no test is timed."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "shared-machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    print_blob=True,
)
settings.register_profile(
    "nightly", parent=settings.get_profile("shared-machine"), max_examples=20_000
)
settings.load_profile("shared-machine")
