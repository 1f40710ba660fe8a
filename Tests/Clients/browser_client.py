"""A page in Chromium, from another origin than the server's: its scripts submit, poll, stream, download and play."""

import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harness.browser import Browser, program
from harness.report import SKIP, Report, equal

URL = os.environ["STUNT_URL"]
REPORT = Report("chromium page")
PAGE = b"<!doctype html><title>A page of an app</title><link rel=icon href=data:,>"

LIBRARY = """
const url = %r;
async function ask(target, headers, body) {
  const json = body && { 'content-type': 'application/json' };
  const options = { method: body ? 'POST' : 'GET', headers: { ...headers, ...json }, body: JSON.stringify(body) };
  const answer = await fetch(target, options);
  return { status: answer.status, id: answer.headers.get('x-request-id') ?? answer.headers.get('x-fal-request-id'),
    json: await answer.json() };
}
async function until(words, poll) {
  for (let count = 0; count < 100; count++) {
    const answer = await poll();
    if (words.includes(answer.json.status)) return answer;
  }
  throw new Error('not done after 100 polls');
}
async function played(source) {
  const video = Object.assign(document.createElement('video'), { crossOrigin: 'anonymous', muted: true });
  await new Promise((done, failed) => {
    video.onloadeddata = done; video.onerror = () => failed(new Error(video.error.message)); video.src = source;
  });
  // Only a film that the page may read can be drawn and read back.
  const canvas = Object.assign(document.createElement('canvas'), { width: video.videoWidth, height: video.videoHeight });
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0);
  const pixel = context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
  return `${video.videoWidth}x${video.videoHeight}, ${video.duration} s, pixel of ${pixel.length}`;
}
"""

OPENAI = """
const key = { authorization: 'Bearer sk-page' };
const made = await ask(`${url}/openai/v1/videos`, key, { model: 'sora-2', prompt: 'A cat', seconds: '4' });
const done = await until(['completed', 'failed'], () => ask(`${url}/openai/v1/videos/${made.json.id}`, key));
const film = await fetch(`${url}/openai/v1/videos/${made.json.id}/content`, { headers: key });
return `${made.status} ${done.json.status}, ${await played(URL.createObjectURL(await film.blob()))}`;
"""

FAL_DOOR = """
const queue = 'https://queue.fal.run/fal-ai/sora-2';
const through = (target, body) =>
  ask(`${url}/proxy`, { authorization: 'Key page:secret', 'x-fal-target-url': target }, body);
const made = await through(`${queue}/text-to-video`, { prompt: 'A cat at sea' });
const status = await until(['COMPLETED'], () => through(`${queue}/requests/${made.json.request_id}/status`));
const result = await through(`${queue}/requests/${made.json.request_id}`);
if (!result.id) throw new Error('the page cannot read x-fal-request-id');
return `${status.json.status}, ${await played(result.json.video.url)}`;
"""

FAL_STREAM = """
const key = { authorization: 'Key stream:secret' };
const queue = `${url}/fal/queue/fal-ai/sora-2`;
const made = await ask(`${queue}/text-to-video`, key, { prompt: 'A cat at sea' });
const stream = await fetch(`${queue}/requests/${made.json.request_id}/status/stream`, { headers: key });
const events = (await stream.text()).split('\\n').filter(line => line.startsWith('data:'));
return `${stream.headers.get('content-type')}, last: ${JSON.parse(events.at(-1).slice(5)).status}`;
"""

LUMENFALL_FAILED = """
const key = { authorization: 'Bearer lmnfl_page.secret-stunt-failed-content-policy' };
const made = await ask(`${url}/lumenfall/v1/videos`, key, { model: 'sora-2', prompt: 'A cat' });
const done = await until(['completed', 'failed'], () => ask(`${url}/lumenfall/v1/videos/${made.json.id}`, key));
return `${made.status} ${done.json.status} ${done.json.error.code}`;
"""

UNIALL_REFUSED = """
const answer = await ask(`${url}/uniall/v1/video/generations`, {}, { model: 'sora2', prompt: 'A cat' });
return `${answer.status}, and the page can read why: ${typeof answer.json.error}`;
"""

TABLE = [
    ("openai", "completed", "submit, poll, download, play", OPENAI, "200 completed, 720x1280, 4 s, pixel of 4"),
    ("fal", "completed", "x-fal-target-url, play", FAL_DOOR, "COMPLETED, 1280x720, 4 s, pixel of 4"),
    ("fal", "completed", "events", FAL_STREAM, "text/event-stream, last: COMPLETED"),
    ("lumenfall", "failed-content-policy", "submit, poll", LUMENFALL_FAILED, "202 failed CONTENT_POLICY_VIOLATION"),
    ("uniall", "no key", "submit", UNIALL_REFUSED, "401, and the page can read why: object"),
]


class App(BaseHTTPRequestHandler):
    """The server of the page; its port makes it another origin."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_):
        pass


def run(page, script):
    """What a script returns, or the text of what it throws."""
    body = f"{LIBRARY % URL}{script}"
    return page.evaluate(f"(async () => {{ {body} }})().catch(error => `${{error}}`)", waits=True)


def main():
    if not program():
        with REPORT.case("all", "-", SKIP, "no Chromium here"):
            return
    app = ThreadingHTTPServer(("127.0.0.1", 0), App)
    threading.Thread(target=app.serve_forever, daemon=True).start()
    with Browser() as browser:
        page = browser.open(f"http://localhost:{app.server_port}/", 800, 600)
        for provider, scenario, what, script, expected in TABLE:
            with REPORT.case(provider, scenario, what=what) as row:
                found = run(page, script)
                equal(found, expected, "what the page found")
                row.detail += f": {found}"
        # A page without an origin is none of this machine's.
        page = browser.open("data:text/html,<title>Somebody's page</title>", 800, 600)
        with REPORT.case("openai", "-", what="a page of no known origin is kept out") as row:
            equal(run(page, OPENAI), "TypeError: Failed to fetch", "what the page found")
    app.shutdown()


if __name__ == "__main__":
    main()
