"""One video by the official openai SDK from Lumenfall, whose answers say where the film is."""

import os
import sys
import urllib.request
import warnings

import openai

warnings.simplefilter("ignore", DeprecationWarning)
client = openai.OpenAI()
video = client.videos.create_and_poll(
    model="sora-2", prompt=os.environ["STUNT_PROMPT"], seconds="8", size="1280x720"
)
if video.status != "completed":
    sys.exit(f"{video.status}: {video.error.message if video.error else 'no reason was given'}")
urllib.request.urlretrieve(video.output["url"], os.environ["STUNT_SAVE"])
