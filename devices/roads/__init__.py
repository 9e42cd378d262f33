"""Places and roads outside the house: found, measured and routed on an OpenStreetMap extract on this machine."""
