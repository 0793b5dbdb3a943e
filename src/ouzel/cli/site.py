"""`ouzel serve` and `ouzel demo`."""

import os
import socket
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.running import guarded, ready
from ouzel.cli.worker import worker_beside
from ouzel.core.errors import ContentError

Host = Annotated[str, typer.Option("--host", help="The address to listen on.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, max=64, help="Processes; one for each core if not given.")
]
Worker = Annotated[
    bool, typer.Option("--worker/--no-worker", help="Do long work in a process beside the server (see ouzel worker).")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to `ouzel`."""
    app.command()(guarded(demo))
    app.command()(guarded(serve))


def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = None, worker: Worker = True) -> None:
    """Serve the site, with the embedded database where no other is given; until Ctrl-C."""
    ready()
    _serve(host, port, workers, worker)


def demo(
    serve_it: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the site afterwards.")] = True,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="Folder of published files: the whole of England from there."),
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = None,
    worker: Worker = True,
) -> None:
    """The demonstration, from nothing: Bedfordshire, Luton and Milton Keynes since 1999, in a database of its own."""
    from ouzel.demo import house

    house.move_in()
    ready()
    from ouzel.demo import telling

    site = f"http://{_spoken(host)}:{port}/"
    telling.tell(data=data or house.shared_data(), site=site)
    showing.say()
    showing.say(f"The site: {site}" + ("" if serve_it else "  (ouzel demo serves it)"))
    if serve_it:
        _serve(host, port, workers, worker)


def _serve(host: str, port: int, workers: int | None, worker: bool) -> None:
    from granian.constants import Interfaces
    from granian.server import Server

    from ouzel.core import assets

    _free(host, port)
    assets.gather()
    cores = os.cpu_count() or 1
    showing.note(f"Ouzel answers at http://{_spoken(host)}:{port}/ (Ctrl-C stops it)")
    if host not in ("127.0.0.1", "localhost", "::1"):
        names = os.environ.get("OUZEL_HOSTS")
        if not names:
            showing.note("Other machines reach it by the names in OUZEL_HOSTS only, which is not set.")
    server = Server(
        "ouzel.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or cores,
        blocking_threads=4,
        websockets=False,
        respawn_failed_workers=True,
        log_access=False,
        log_level="warning",
    )
    with worker_beside() if worker else nullcontext():
        server.serve()


def _free(host: str, port: int) -> None:
    """ContentError if somebody else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise ContentError(
                f"nothing can be served there ({error.strerror})", field="port", value=str(port),
                right="Stop what listens there, or give another --port",
            ) from None  # fmt: skip


def _spoken(host: str) -> str:
    return f"[{host}]" if ":" in host else host
