"""How a car is that is away: told by its own node, so that it can be asked about at home."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from devices.errors import DevicesError
from devices.mirrored_car import CarIsHere
from server.api.problems import Problem, documented
from server.car.caller import ActingOnCar

router = APIRouter(tags=["The car"])

MOST_VALUES = 500


class MirroredValue(BaseModel):
    """One signal."""

    model_config = ConfigDict(extra="forbid")

    value: bool | int | float | str | list[str]
    age_s: float = Field(ge=0, le=1e9, description="Seconds since the car said so")


class Mirrored(BaseModel):
    """How the car is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "names": ["Our car"],
                    "values": {"Vehicle.Powertrain.TractionBattery.Range": {"value": 212000, "age_s": 1.4}},
                }
            ]
        },
    )

    names: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(
        default_factory=list, max_length=10, description="What people call it, the name first"
    )
    values: dict[str, MirroredValue] = Field(max_length=MOST_VALUES, description="VSS path → what the car said last")


class Taken(BaseModel):
    """What was taken."""

    values: int = Field(description="Signals that are known here; the others were left out")


@router.put(
    "/mirror",
    operation_id="mirrorCar",
    summary="Tell how the car is",
    responses=documented("invalid", "car-is-here", "not-ready"),
)
async def mirror_car(mirrored: Mirrored, caller: ActingOnCar) -> Taken:
    """For the head unit's own car, which is not on the house's broker; needs `car.act`. Say everything again every few
    seconds: after 16 s without a word it counts as out of reach. It is there to be asked about; wishes for it are
    refused at the house. Signals that say what the car is doing (speed, gear) are left out.
    """
    cars: Any = getattr(caller.mimosa, "mirrored", None)
    if cars is None:
        raise Problem("not-ready", "this Mimosa takes no word of cars that are away")
    values = {path: (told.value, told.age_s) for path, told in mirrored.values.items()}
    try:
        return Taken(values=await cars.tell(caller.unit.vehicle, tuple(mirrored.names), values))
    except CarIsHere as error:
        raise Problem("car-is-here", str(error)) from None
    except DevicesError as error:
        raise Problem("not-ready", f"the broker of the house cannot be reached: {error}") from None
