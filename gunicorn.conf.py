"""How the web server runs, for `python -m app` and the Procfile alike.

The number of processes is 1 unless WEB_CONCURRENCY says otherwise. One is
enough for many people: training runs in processes of its own. With more, set
SECRET_KEY, so that all of them sign alike.
"""

import signal
from types import FrameType

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """The gthread worker, which leaves Ctrl+C to its parent.

    A terminal sends Ctrl+C to all processes, and the parent then ends the worker
    in order. Ended twice, the worker can hang in its own clean-up. What it
    starts ignores Ctrl+C too: training processes are stopped by their records.
    """

    def init_signals(self) -> None:
        """Set the signals as the parent class does, but ignore Ctrl+C."""
        super().init_signals()
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """End at once, but not within the signal's handler.

        The parent class closes its thread pool there. When the signal comes just
        while a request is given to the pool, its lock is taken already, and the
        worker would wait for itself until it is killed.
        """
        self.method_queue.defer(super().handle_quit, sig, frame)


worker_class = Worker
# Most of them wait: for a file that arrives, or for its turn to be read. With
# fewer, twenty uploads at once would leave none for the page.
threads = 64
timeout = 120
graceful_timeout = 10
keepalive = 5
# It would be a file in the home directory, for a tool nobody needs here.
control_socket_disable = True
