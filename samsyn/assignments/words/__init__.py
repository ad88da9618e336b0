"""How the log says what has happened, by noun. Registered when the app is ready."""
