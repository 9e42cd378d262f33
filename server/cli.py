"""The command line. Every command's own imports happen when it is run, so that help is there at once."""

from pathlib import Path
from typing import Annotated

import typer

from server.commands.car import app as car
from server.commands.devices import app as devices
from server.commands.doctor import doctor
from server.commands.evaluate import app as evaluate
from server.commands.head_units import app as head_units
from server.commands.map import app as map_
from server.commands.members import app as members
from server.commands.models import app as models
from server.commands.options import use_settings_file
from server.commands.phrases import app as phrases
from server.commands.pins import app as pins
from server.commands.run import run
from server.commands.simulate import app as simulate
from server.commands.talk import hear, say
from server.commands.token import token
from server.commands.words import words

app = typer.Typer(
    help=words(
        "Mimosa: a voice assistant for the house and the car that thinks on your own machine.",
        "Mimosa:在自己的机器上思考的家居与车载语音助手。",
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def before_the_command(
    settings: Annotated[
        Path | None,
        typer.Option("--settings", help=words("Another settings file.", "使用其他设置文件。"), metavar="FILE"),
    ] = None,
) -> None:
    use_settings_file(settings)


app.command(
    help=words(
        "Start the broker and the server, with --simulate also a simulated house and car.",
        "启动消息代理和服务器;加 --simulate 还会启动模拟的房屋和汽车。",
    )
)(run)
app.command(help=words("Say a sentence to the running Mimosa.", "对运行中的 Mimosa 说一句话。"))(say)
app.command(help=words("Have the running Mimosa listen to a sound file.", "让运行中的 Mimosa 听一个声音文件。"))(hear)
app.add_typer(car, name="car")
app.add_typer(devices, name="devices")
app.add_typer(models, name="models")
app.add_typer(map_, name="map")
app.command(help=words("Check this machine and name what helps.", "检查本机并给出解决办法。"))(doctor)
app.add_typer(simulate, name="simulate")
app.add_typer(evaluate, name="eval")
app.add_typer(members, name="members")
app.add_typer(pins, name="pin")
app.add_typer(phrases, name="phrases")
app.add_typer(head_units, name="head-units")
app.command(help=words("Show what a phone needs to get in.", "显示手机访问所需的令牌和地址。"))(token)


def main() -> None:
    """The entry point."""
    app()
