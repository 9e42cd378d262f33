"""The paths of the car's signals that its parts work with (COVESA VSS)."""

SPEED = "Vehicle.Speed"
IS_MOVING = "Vehicle.IsMoving"
DISTANCE = "Vehicle.TraveledDistance"
IGNITION = "Vehicle.LowVoltageSystemState"
DRIVER_POSITION = "Vehicle.Cabin.DriverPosition"
LATITUDE = "Vehicle.CurrentLocation.Latitude"
LONGITUDE = "Vehicle.CurrentLocation.Longitude"
OUTSIDE = "Vehicle.Exterior.AirTemperature"
DAYLIGHT = "Vehicle.Exterior.LightIntensity"
RAIN = "Vehicle.Body.Raindetection.Intensity"

CURRENT_GEAR = "Vehicle.Powertrain.Transmission.CurrentGear"
GEAR = "Vehicle.Powertrain.Transmission.SelectedGear"
PARK_LOCK = "Vehicle.Powertrain.Transmission.IsParkLockEngaged"
BRAKE = "Vehicle.Chassis.ParkingBrake.IsEngaged"
PARK, DRIVE = 126, 127

TYRES = tuple(f"Vehicle.Chassis.Axle.Row{r}.Wheel.{s}.Tire" for r in (1, 2) for s in ("Left", "Right"))

HVAC = "Vehicle.Cabin.HVAC"
INSIDE = f"{HVAC}.AmbientAirTemperature"
AIR_CONDITIONING = f"{HVAC}.IsAirConditioningActive"
RECIRCULATION = f"{HVAC}.IsRecirculationActive"
FRONT_DEFROSTER = f"{HVAC}.IsFrontDefrosterActive"
REAR_DEFROSTER = f"{HVAC}.IsRearDefrosterActive"
ZONES = (f"{HVAC}.Station.Row1.Driver", f"{HVAC}.Station.Row1.Passenger")
WINDSCREEN_HEATING = "Vehicle.Body.Windshield.Front.IsHeatingOn"

DOORS = tuple(f"Vehicle.Cabin.Door.Row{r}.{s}" for r in (1, 2) for s in ("DriverSide", "PassengerSide"))
WINDOWS = tuple(f"{door}.Window.Position" for door in DOORS)
WINDOW_LOCK = "Vehicle.Cabin.IsWindowChildLockEngaged"
ROOF = "Vehicle.Cabin.Sunroof"
ROOF_POSITION = f"{ROOF}.Position"
ROOF_SWITCH = f"{ROOF}.Switch"
ROOF_SHADE = f"{ROOF}.Shade.Position"
REAR_SHADE = "Vehicle.Cabin.RearShade.Position"
TRUNK = "Vehicle.Body.Trunk.Rear"
FRONT_TRUNK = "Vehicle.Body.Trunk.Front"
HOOD = "Vehicle.Body.Hood.IsOpen"
MIRRORS = ("Vehicle.Body.Mirrors.DriverSide", "Vehicle.Body.Mirrors.PassengerSide")
SEATS = ("Vehicle.Cabin.Seat.Row1.DriverSide", "Vehicle.Cabin.Seat.Row1.PassengerSide")
STEERING_WHEEL = "Vehicle.Chassis.SteeringWheel"

LIGHTS = "Vehicle.Body.Lights"
LIGHT_SWITCH = f"{LIGHTS}.LightSwitch"
LOW_BEAM = f"{LIGHTS}.Beam.Low.IsOn"
HIGH_BEAM = f"{LIGHTS}.Beam.High.IsOn"
FOG_LIGHTS = (f"{LIGHTS}.Fog.Front.IsOn", f"{LIGHTS}.Fog.Rear.IsOn")
WIPER_MODE = "Vehicle.Body.Windshield.Front.Wiping.Mode"
IS_WIPING = "Vehicle.Body.Windshield.Front.Wiping.System.IsWiping"
WIPERS_BLOCKED = "Vehicle.Body.Windshield.Front.Wiping.System.IsBlocked"

BATTERY = "Vehicle.Powertrain.TractionBattery"
CHARGE = f"{BATTERY}.StateOfCharge.Displayed"
RANGE = f"{BATTERY}.Range"
BATTERY_WARMTH = f"{BATTERY}.Temperature.Average"
CONDITIONING = f"{BATTERY}.BatteryConditioning.RequestedMode"
CHARGING = f"{BATTERY}.Charging"
IS_CHARGING = f"{CHARGING}.IsCharging"
CHARGE_SWITCH = f"{CHARGING}.StartStopCharging"
CHARGE_LIMIT = f"{CHARGING}.ChargeLimit"
CHARGE_POWER = f"{CHARGING}.AveragePower"
TIMER_MODE = f"{CHARGING}.Timer.Mode"
TIMER_TIME = f"{CHARGING}.Timer.Time"
TIME_LEFT = f"{CHARGING}.TimeToComplete"
FLAP = f"{CHARGING}.ChargingPort.AnyPosition.IsFlapOpen"
CABLE = f"{CHARGING}.ChargingPort.AnyPosition.IsChargingCableConnected"

MEDIA = "Vehicle.Cabin.Infotainment.Media"
VOLUME = f"{MEDIA}.Volume"
PLAYBACK = f"{MEDIA}.Action"
TRACK = f"{MEDIA}.Played.Track"
ROUTE = "Vehicle.X.Navigation.Route"
CHARGING_STOPS = "Vehicle.X.Navigation.ChargingStops"
