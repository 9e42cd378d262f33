"""The node's application: the same as the house's, with what waits for the house told to the head units."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from server.app import create_app
from server.car.desk import Desk, Desks
from server.car.news import SpokenNews
from server.car.waiting import waiting_view
from server.node.compose import CarNode
from server.node.wish_terms import News


def create_node_app(node: CarNode) -> FastAPI:
    """The application around a node. Its lifespan enters and leaves the node."""
    app = create_app(node)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(outer: FastAPI) -> AsyncIterator[None]:
        async with inner(outer):
            head_units: FastAPI = app.state.car
            if node.wishes is not None:
                head_units.state.waiting = node.wishes
            spoken = head_units.state.news = SpokenNews(lambda: node.voice)
            telling = [
                asyncio.create_task(_tell_news(node, head_units.state.desks, spoken), name="news for the head units"),
                asyncio.create_task(_tell_waiting(node, head_units.state.desks), name="waiting for the head units"),
            ]
            try:
                yield
            finally:
                for task in telling:
                    task.cancel()
                await asyncio.wait(telling)

    app.router.lifespan_context = lifespan
    return app


async def _tell_news(node: CarNode, desks: Desks, spoken: SpokenNews) -> None:
    """What came of a wish, and whether to send one that waited: with the words for it, and where they can be heard."""
    async for news in node.news():
        told = waiting_view(node.wishes).model_dump(mode="json") if node.wishes is not None else {"wishes": []}
        tell_news(news, told, desks, spoken)


def tell_news(news: News, waiting: dict[str, Any], desks: Desks, spoken: SpokenNews) -> None:
    """Tell it to all head units, and have it heard at the one where it was wished, unless somebody talks there."""
    unit = news.wish.unit
    about = {"wish": news.wish.id, "unit": unit, "claim": news.claim.value, "say": dict(news.say)}

    def is_heard(desk: Desk) -> bool:
        return unit in ("", desk.unit_id) and not desk.is_talked_to

    sound = spoken.offer(news.say, unit)
    heard = about | {"sound": sound} if sound else about
    desks.tell("waiting", {**waiting, "news": heard}, is_heard)
    desks.tell("waiting", {**waiting, "news": about}, lambda desk: not is_heard(desk))


async def _tell_waiting(node: CarNode, desks: Desks) -> None:
    async for _ in node.changes_of_waiting():
        if node.wishes is not None:
            desks.tell("waiting", waiting_view(node.wishes).model_dump(mode="json"))
