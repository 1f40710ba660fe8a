"""UniAll's tasks: the sound client, and the habits that break one rule each."""

import conduct


class Client(conduct.Client):
    poll_seconds = 5.0
    poll_seconds_max = 20.0

    def wish(self):
        return {"model": "sora2-landscape-8s", "prompt": self.prompt, "aspect_ratio": "16:9"}

    def submit_request(self):
        return self.json_request("POST", f"{self.base}/v1/video/generations", self.wish())

    def poll_request(self):
        url = f"{self.base}/v1/videos/{self.job}"
        return "GET", url, self.fields(url)

    def is_end(self, document):
        """Completed, and there is an address to fetch from."""
        return super().is_end(document) and bool(document.get("video_url"))

    def result_request(self):
        url = self.end["video_url"]
        return "GET", url, self.fields(url, Accept="video/mp4"), None


BREAKS = {}
