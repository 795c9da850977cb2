"""Takes away what Windows does not have; Python imports this module at start-up where its folder is on the path."""

import os
import signal
import sys
import warnings

# The tests look for examples in every module, also in this one.
if __name__ == "sitecustomize":
    # What is set to None there cannot be imported.
    sys.modules |= dict.fromkeys(("fcntl", "grp", "pwd", "resource", "termios", "tty"))  # pyright: ignore

    for module, names in (
        (
            os,
            (
                "fork",
                "forkpty",
                "register_at_fork",
                "nice",
                "O_DIRECTORY",
                "O_NOFOLLOW",
                "geteuid",
                "getuid",
                "killpg",
            ),
        ),
        (signal, ("pthread_sigmask", "SIGHUP", "set_wakeup_fd")),
    ):
        for name in names:
            delattr(module, name)

    warnings.filterwarnings("ignore", "only soft file lock", UserWarning)  # filelock finds a Linux without fcntl
