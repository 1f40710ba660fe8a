"""Chromium without a window, spoken to over a pipe: the DevTools protocol needs no package that way.

with Browser() as browser:
    page = browser.open("file:///…", width=1280, height=900, scheme="dark")
    page.evaluate("document.title")
    page.screenshot("page.png")
"""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import threading

PICTURE_HEIGHT_MAX = 8000  # CSS pixels; Chromium refuses more than 16,384 device pixels
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
ANSWER_SECONDS_MAX = 60


def program():
    """The browser's path, or None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """A browser with a profile of its own, which is gone when the block ends."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()
        command = [program(), "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu"]
        command += ["--disable-dev-shm-usage", "--disable-background-networking", "--hide-scrollbars"]
        command += ["--force-prefers-reduced-motion", f"--user-data-dir={self.folder.name}"]
        command += ["--no-sandbox"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{commands} 4>&{answers}', "sh", *command],
            pass_fds=[commands, answers],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(commands)
        os.close(answers)
        self.number, self.events, self.rest = 0, [], b""
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
        except (OSError, EOFError, RuntimeError):
            pass
        os.close(self.commands)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.answers)
        self.folder.cleanup()

    def call(self, method, session=None, **parameters):
        """One command and its result; events that come meanwhile are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        # A browser that says nothing more is ended, so that its pipe ends as well.
        alarm = threading.Timer(ANSWER_SECONDS_MAX, self.process.kill)
        alarm.start()
        try:
            while True:
                answer = self.message()
                if answer.get("id") == self.number:
                    break
                self.events.append(answer)
        finally:
            alarm.cancel()
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def message(self):
        while b"\0" not in self.rest:
            read = os.read(self.answers, 1 << 20)
            if not read:
                raise EOFError("the browser ended")
            self.rest += read
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def open(self, url, width, height, scheme="light"):
        """A page of that size in that colour scheme, loaded."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        for domain in ["Page", "Network", "Log", "Runtime"]:
            page.call(f"{domain}.enable")
        page.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        page.call(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
        )
        page.call("Page.navigate", url=url)
        while not page.events("Page.loadEventFired"):
            self.events.append(self.message())
        return page


class Page:
    def __init__(self, browser, session):
        self.browser, self.session = browser, session

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def events(self, method):
        """What the page told of that kind until now."""
        return [
            event["params"]
            for event in self.browser.events
            if event.get("sessionId") == self.session and event["method"] == method
        ]

    def evaluate(self, script, waits=False):
        """The value of an expression in the page; of what a promise will be, if it waits."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=waits)
        return answer["result"].get("value")

    def requests(self):
        """The addresses that the page asked for, its own included."""
        return [event["request"]["url"] for event in self.events("Network.requestWillBeSent")]

    def complaints(self):
        """What the browser wrote into its console about the page."""
        return [event["entry"]["text"] for event in self.events("Log.entryAdded")]

    def screenshot(self, path, whole=False):
        options = {}
        if whole:
            size = self.call("Page.getLayoutMetrics")["cssContentSize"]
            # A picture cannot be of any height: what is below this is not in it.
            height = min(size["height"], PICTURE_HEIGHT_MAX)
            options["clip"] = {"x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1}
        data = self.call("Page.captureScreenshot", captureBeyondViewport=whole, **options)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
