"""One video by the official fal_client, as its users write it; only the address of the queue is another."""

import os
import urllib.request

import fal_client
import fal_client.client

fal_client.client.QUEUE_URL_FORMAT = os.environ["STUNT_BASE_URL"] + "/"


def on_queue_update(update):
    if isinstance(update, fal_client.InProgress):
        for log in update.logs:
            print(log["message"][:200])


result = fal_client.subscribe(
    "fal-ai/sora-2/text-to-video",
    arguments={"prompt": os.environ["STUNT_PROMPT"], "duration": 8},
    with_logs=True,
    on_queue_update=on_queue_update,
)
urllib.request.urlretrieve(result["video"]["url"], os.environ["STUNT_SAVE"])
print(result)
