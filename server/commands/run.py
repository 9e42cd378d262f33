"""`mimosa run`: the broker, the simulated house where it is wanted, and the server; all of it ends together."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from server.collecting import collecting_later
from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words
from server.printable import OneLine

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from devices.address import BrokerAddress
    from server.settings import Settings

log = logging.getLogger(__name__)

GRACE_S = 3
"""Seconds running requests have when the server ends."""

CERTIFICATE_CHECK_S = 24 * 3600.0
SOCKET_MESSAGE_LIMIT = 64 * 1024
"""Bytes of one WebSocket message; a frame of sound has 640."""


def run(
    simulate: Annotated[
        bool, typer.Option("--simulate", help=words("With a simulated house and car.", "带模拟的房屋和汽车。"))
    ] = False,
    port: Annotated[int | None, typer.Option(help=words("Port of the server.", "服务器端口。"))] = None,
    host: Annotated[
        str | None,
        typer.Option(
            help=words("Address to listen on; 0.0.0.0 for the whole network.", "监听地址;0.0.0.0 表示整个网络。")
        ),
    ] = None,
    core: Annotated[str | None, typer.Option(help=words("Language model, or off.", "语言模型,或 off。"))] = None,
    *,
    data_dir: Annotated[
        Path | None, typer.Option(help=words("Folder for everything that is kept.", "保存所有数据的文件夹。"))
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help=words("Log more.", "输出更多日志。"))] = False,
    as_json: AsJson = False,
) -> None:
    settings = settings_with(as_json=as_json, port=port, host=host, core=core, data_dir=data_dir)
    log_to_terminal(verbose=verbose)
    listening = listen(settings, as_json=as_json)
    with listening:
        asyncio.run(Running(settings, listening, simulate=simulate, as_json=as_json).until_stopped())


def log_to_terminal(*, verbose: bool) -> None:
    """Send the log to standard error."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[lines])
    if not verbose:
        # What keeps the server from starting is said in one sentence; the traceback is for --verbose.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)


def listen(settings: Settings, *, as_json: bool) -> socket.socket:
    """The server's socket, bound before anything else is started; ends the command where it cannot be."""
    import errno

    try:
        family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        return answering_at_once(socket.create_server(address[:2], family=family))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            fail(Status.CANNOT_START, _port_in_use(settings), as_json=as_json, port=settings.port)
        fail(
            Status.CANNOT_START,
            words(
                f"Cannot listen on {settings.host}, port {settings.port}: {error}. Use another --host or --port.",
                f"无法监听 {settings.host} 的端口 {settings.port}:{error}。请用 --host 或 --port 另选。",
            ),
            as_json=as_json,
        )


def answering_at_once(listening: socket.socket) -> socket.socket:
    """The socket, its connections not holding back a small answer until the other side has acknowledged its head.

    A listener made by hand has no protocol in its name, so the event loop does not see that this is TCP.
    """
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _port_in_use(settings: Settings) -> str:
    from server.commands.ports import holder_of
    from server.doctor import is_mimosa

    if is_mimosa(settings):
        holder = words(f"a Mimosa that already runs at {settings.address}", f"已在 {settings.address} 运行的 Mimosa")
    else:
        holder = holder_of(settings.port) or words("another program", "其他程序")
    other = settings.port + 1 if settings.port < 65535 else 8238
    return words(
        f"Port {settings.port} is in use by {holder}. Take another: mimosa run --port {other}",
        f"端口 {settings.port} 已被{holder}占用。请换一个:mimosa run --port {other}",
    )


class Running:
    """One run of the product."""

    def __init__(self, settings: Settings, listening: socket.socket, *, simulate: bool, as_json: bool) -> None:
        self._settings = settings
        self._listening = listening
        self._simulate = simulate
        self._as_json = as_json
        self._server: uvicorn.Server | None = None
        self._work: asyncio.Task[None] | None = None

    async def until_stopped(self) -> None:
        """Serve until Ctrl-C or SIGTERM, then end every child."""
        from devices.errors import DevicesError
        from server.certificate import CertificateWrong

        self._work = asyncio.create_task(self._serve())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop)
        try:
            await self._work
        except asyncio.CancelledError:
            log.info("stopped while it was starting")
        except (DevicesError, CertificateWrong) as error:
            fail(Status.CANNOT_START, str(error), as_json=self._as_json)

    def _stop(self) -> None:
        if self._server is None:
            if self._work is not None:
                self._work.cancel()
            return
        self._server.should_exit = True

    async def _app(self, broker: BrokerAddress, children: AsyncExitStack) -> FastAPI:
        """What is served; what it needs beside it is entered into `children`."""
        from server.app import create_app
        from server.commands.simulate import simulated_home
        from server.compose import Mimosa

        if self._simulate:
            await children.enter_async_context(simulated_home(broker, self._settings.data_dir))
        return create_app(Mimosa(self._settings, broker, simulated=self._simulate))

    async def _serve(self) -> None:
        async with AsyncExitStack() as children:
            broker = await children.enter_async_context(_broker(self._settings))
            with collecting_later():
                app = await self._app(broker, children)
                self._server = _server(app, self._settings)
            announcing = asyncio.create_task(self._announce(self._server))
            renewing = asyncio.create_task(_keep_certificate(self._server, self._settings))
            try:
                await self._server.serve(sockets=[self._listening])
            except SystemExit:
                log.info("the server did not come up")
            finally:
                announcing.cancel()
                renewing.cancel()
            if not self._server.started:
                self._explain(app.state.start_failure)

    def _explain(self, failure: BaseException | None) -> NoReturn:
        why = str(failure) if failure is not None else words("its log says why", "原因见日志")
        text = words(f"The server could not be started: {why}", f"服务器无法启动:{why}")
        fail(Status.CANNOT_START, text, as_json=self._as_json)

    async def _announce(self, server: uvicorn.Server) -> None:
        """Print the one address, once it answers."""
        while not server.started:
            await asyncio.sleep(0.02)
        address = open_address(self._settings)
        if self._as_json:
            show_json({"address": address, "simulated": self._simulate})
        else:
            print(f"Mimosa: {address}", flush=True)


def open_address(settings: Settings) -> str:
    """What to type into a browser: on the network with the token, on this machine alone without."""
    from server.certificate import names_of
    from server.security import token_of

    token = token_of(settings)
    if not token:
        return settings.address
    if not settings.listens_elsewhere:
        return f"{settings.address}/#token={token}"
    numbers = [name for name in names_of(settings) if name.count(".") == 3 and not name.startswith("127.")]
    host = numbers[0] if numbers and settings.host in ("0.0.0.0", "::") else settings.host
    scheme = "https" if settings.encrypted or settings.behind_proxy else "http"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}/#token={token}"


@asynccontextmanager
async def _broker(settings: Settings) -> AsyncIterator[BrokerAddress]:
    """The broker of the settings, or our own on its port or, where nobody chose one, on a free one."""
    from devices.address import PLAIN_PORT, BrokerAddress
    from devices.broker import start_broker
    from server.commands.ports import is_free

    if settings.broker:
        known = BrokerAddress.parse(settings.broker)
        yield known.as_user(settings.broker_username, settings.broker_password)
        return
    port = settings.broker_port or (PLAIN_PORT if is_free("127.0.0.1", PLAIN_PORT) else 0)
    async with start_broker(settings.data_dir, port=port) as address:
        yield address


def _server(app: object, settings: Settings) -> uvicorn.Server:
    import uvicorn

    from server.certificate import certificate_of

    class Server(uvicorn.Server):
        """Leaves the signals to us, who have more to end than the server."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    files = certificate_of(settings)
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws_max_size=SOCKET_MESSAGE_LIMIT,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE_S,
        ssl_certfile=files.certificate if files else None,
        ssl_keyfile=files.key if files else None,
        lifespan="on",
    )
    return Server(config)


async def _keep_certificate(server: uvicorn.Server, settings: Settings) -> None:
    """Have a certificate that was renewed used for new connections without a restart."""
    from server.certificate import CertificateWrong, certificate_of

    while True:
        await asyncio.sleep(CERTIFICATE_CHECK_S)
        try:
            files = await asyncio.to_thread(certificate_of, settings)
            if files is not None and server.config.ssl is not None:
                server.config.ssl.load_cert_chain(files.certificate, files.key)
        except (CertificateWrong, OSError) as error:
            log.error("the certificate cannot be renewed: %s", error)
