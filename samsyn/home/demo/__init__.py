"""The demo: a made-up region with real code. Nothing of it can be reached where `settings.DEMO` is off."""
