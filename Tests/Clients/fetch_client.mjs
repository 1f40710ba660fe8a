// node's own fetch, as the JavaScript clients use it: fal's documented proxy door (x-fal-target-url), which
// @fal-ai/client speaks with `proxyUrl`, and the multipart forms that openai-node sends.

const url = process.env.STUNT_URL;
const node = `node ${process.versions.node} fetch`;
const png = 'data:image/png;base64,' +
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function check(provider, scenario, what, body) {
  const row = { client: node, provider, scenario, verdict: 'pass', detail: what };
  try {
    const found = await body();
    if (found) row.detail += `: ${found}`;
  } catch (error) {
    row.verdict = 'FAIL';
    row.detail += `: ${error.message}`;
  }
  console.log('ROW ' + JSON.stringify(row));
}

function equal(actual, expected, what) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${what} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
  }
}

// One request through the door: any path, the real address in a field.
async function through(key, target, options = {}) {
  const headers = { authorization: `Key ${key}`, 'x-fal-target-url': target, 'content-type': 'application/json',
    accept: 'application/json' };
  const response = await fetch(`${url}/api/fal/proxy`, { ...options, headers });
  const answer = await response.json();
  if (!response.headers.get('x-fal-request-id')) throw new Error(`no x-fal-request-id on ${target}`);
  return { status: response.status, answer };
}

const queue = 'https://queue.fal.run/fal-ai/sora-2';
const input = { body: JSON.stringify({ prompt: 'A cat at sea' }), method: 'POST' };

async function untilCompleted(key, id) {
  const seen = [];
  for (let poll = 0; poll < 100; poll++) {
    const { status, answer } = await through(key, `${queue}/requests/${id}/status?logs=1`);
    equal(status, answer.status === 'COMPLETED' ? 200 : 202, `HTTP status of ${answer.status}`);
    if (!('logs' in answer)) throw new Error('no member logs');
    if (seen.at(-1) !== answer.status) seen.push(answer.status);
    if (answer.status === 'COMPLETED') return seen;
  }
  throw new Error('not completed after 100 polls');
}

async function door(scenario, key, expected, member) {
  const submit = await through(key, `${queue}/text-to-video`, input);
  equal([submit.status, submit.answer.status], [200, 'IN_QUEUE'], 'submit');
  const seen = await untilCompleted(key, submit.answer.request_id);
  equal(seen, ['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED'], 'statuses');
  const result = await through(key, `${queue}/requests/${submit.answer.request_id}`);
  equal(result.status, expected, 'status of the result');
  if (!(member in result.answer)) throw new Error(`no ${member} in the result`);
  if (expected !== 200) return `${result.status} ${result.answer.detail[0].type}`;
  const film = await fetch(result.answer.video.url);
  equal([film.status, film.headers.get('content-type')], [200, 'video/mp4'], 'download');
  return `${(await film.arrayBuffer()).byteLength} bytes`;
}

await check('fal', 'completed', 'x-fal-target-url: submit, status, result, download',
  () => door('completed', 'nodedoor:secret', 200, 'video'));
await check('fal', 'failed-content-policy', 'x-fal-target-url: submit, status, result',
  () => door('failed', 'nodedoor:secret-stunt-failed-content-policy', 422, 'detail'));
await check('fal', 'stuck-in-queue', 'x-fal-target-url: cancel (PUT)', async () => {
  const key = 'nodecancel:secret-stunt-stuck-in-queue';
  const { answer } = await through(key, `${queue}/text-to-video`, input);
  const cancel = await through(key, `${queue}/requests/${answer.request_id}/cancel`, { method: 'PUT' });
  if (cancel.status !== 200 && cancel.status !== 202) throw new Error(`status ${cancel.status}`);
  return `${cancel.status} ${cancel.answer.status}`;
});
await check('fal', 'completed', 'x-fal-target-url: https://fal.run (synchronous)', async () => {
  const { status, answer } = await through('noderun:secret', 'https://fal.run/fal-ai/sora-2/text-to-video', input);
  equal([status, answer.video?.content_type], [200, 'video/mp4'], 'run');
});

// What @fal-ai/client does with a Blob: the address comes through the proxy, the bytes go there without a key.
async function uploaded(key, bytes) {
  const body = JSON.stringify({ file_name: 'first frame.png', content_type: 'image/png' });
  const target = 'https://rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3';
  const { status, answer } = await through(key, target, { method: 'POST', body });
  equal(status, 200, 'status of initiate');
  const put = await fetch(answer.upload_url, { method: 'PUT', body: new Blob([bytes], { type: 'image/png' }) });
  equal(put.status, 200, 'status of PUT');
  return answer.file_url;
}
await check('fal', 'completed', 'x-fal-target-url: initiate, PUT, image-to-video', async () => {
  const bytes = await (await fetch(png)).arrayBuffer();
  const image = await uploaded('nodeupload:secret', bytes);
  const file = await fetch(image);
  equal([file.status, file.headers.get('content-type')], [200, 'image/png'], 'download');
  equal((await file.arrayBuffer()).byteLength, bytes.byteLength, 'bytes');
  const options = { method: 'POST', body: JSON.stringify({ prompt: 'A cat', image_url: image }) };
  const run = await through('nodeupload:secret', 'https://fal.run/fal-ai/sora-2/image-to-video', options);
  equal([run.status, run.answer.video?.content_type], [200, 'video/mp4'], 'run');
});
await check('fal', 'completed', 'x-fal-target-url: initiate-multipart, parts, complete', async () => {
  const body = JSON.stringify({ file_name: 'film.mp4', content_type: 'video/mp4' });
  const target = 'https://rest.alpha.fal.ai/storage/upload/initiate-multipart?storage_type=fal-cdn-v3';
  const { answer } = await through('nodeparts:secret', target, { method: 'POST', body });
  const parts = [];
  for (const [index, text] of ['one ', 'two'].entries()) {
    const sent = await fetch(`${answer.upload_url}/${index + 1}`, { method: 'PUT', body: text });
    parts.push(await sent.json());
  }
  const headers = { 'content-type': 'application/json' };
  const end = { method: 'POST', headers, body: JSON.stringify({ parts }) };
  equal((await fetch(`${answer.upload_url}/complete`, end)).status, 200, 'status of complete');
  equal(await (await fetch(answer.file_url)).text(), 'one two', 'the file');
});

// What openai-node sends: always multipart, nested members as name[member], lists as name[].
async function form(provider, base, key, expected, members) {
  const body = new FormData();
  for (const [name, value] of Object.entries(members)) body.append(name, value);
  const headers = { authorization: `Bearer ${key}` };
  const created = await fetch(`${url}${base}/videos`, { method: 'POST', headers, body });
  const video = await created.json();
  equal([created.status, video.status], [expected, 'queued'], `submit (${JSON.stringify(video.error ?? null)})`);
  let polled = video;
  for (let poll = 0; poll < 100 && !['completed', 'failed'].includes(polled.status); poll++) {
    polled = await (await fetch(`${url}${base}/videos/${video.id}`, { headers })).json();
  }
  equal(polled.status, 'completed', 'status');
  return `${polled.size}, ${polled.seconds} s`;
}

const members = { model: 'sora-2', prompt: 'A cat', seconds: '8', 'input_reference[image_url]': png };
const address = { 'input_reference[image_url]': 'https://example.com/first.png' };
await check('openai', 'completed', 'multipart with input_reference[image_url]',
  () => form('openai', '/openai/v1', 'sk-node', 200, { ...members, ...address, size: '1280x720' }));
await check('lumenfall', 'completed', 'multipart with input_reference[image_url]',
  () => form('lumenfall', '/lumenfall/openai/v1', 'lmnfl_node.secret', 202, members));
