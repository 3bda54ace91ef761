"""How the web server runs, for `python -m app` and the Procfile alike.

The number of processes is 1 unless WEB_CONCURRENCY says otherwise. One is
enough for many people: training runs in processes of its own. With more, set
SECRET_KEY, so that all of them sign alike.
"""

worker_class = "gthread"
threads = 16
timeout = 120
graceful_timeout = 10
keepalive = 5
# It would be a file in the home directory, for a tool nobody needs here.
control_socket_disable = True
