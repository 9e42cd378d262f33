"""The node's application: the same as the house's, with what waits for the house told to the head units."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from server.app import create_app
from server.car.desk import Desks
from server.car.waiting import waiting_view
from server.node.compose import CarNode


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
            telling = [
                asyncio.create_task(_tell_news(node, head_units.state.desks), name="news for the head units"),
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


async def _tell_news(node: CarNode, desks: Desks) -> None:
    """What came of a wish, and whether to send one that waited: with the words for it, to be read aloud."""
    async for news in node.news():
        told = waiting_view(node.wishes).model_dump(mode="json") if node.wishes is not None else {"wishes": []}
        about = {"wish": news.wish.id, "claim": news.claim.value, "say": dict(news.say)}
        desks.tell("waiting", {**told, "news": about})


async def _tell_waiting(node: CarNode, desks: Desks) -> None:
    async for _ in node.changes_of_waiting():
        if node.wishes is not None:
            desks.tell("waiting", waiting_view(node.wishes).model_dump(mode="json"))
