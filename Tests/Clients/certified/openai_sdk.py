"""One video by the official openai SDK, as its users write it; the address and the key come from the environment."""

import os
import sys
import warnings

import openai

warnings.simplefilter("ignore", DeprecationWarning)
client = openai.OpenAI()
video = client.videos.create_and_poll(
    model="sora-2", prompt=os.environ["STUNT_PROMPT"], seconds="8", size="1280x720"
)
if video.status != "completed":
    sys.exit(f"{video.status}: {video.error.message if video.error else 'no reason was given'}")
client.videos.download_content(video.id).write_to_file(os.environ["STUNT_SAVE"])
