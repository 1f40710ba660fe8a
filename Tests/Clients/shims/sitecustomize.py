"""Loaded before the printed programs: no waiting between polls, and fal_client talks to the double."""

import os
import time

time.sleep = lambda seconds: None

if "STUNT_URL" in os.environ and os.environ.get("STUNT_SHIM_FAL"):
    import fal_client.client

    fal_client.client.RUN_URL_FORMAT = os.environ["STUNT_URL"] + "/fal/run/"
    fal_client.client.QUEUE_URL_FORMAT = os.environ["STUNT_URL"] + "/fal/queue/"
