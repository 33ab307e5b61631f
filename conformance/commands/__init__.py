"""The subcommands of `fsk`: they read options, call one function, and print."""
