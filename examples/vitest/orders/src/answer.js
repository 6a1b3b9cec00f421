import { InvalidOrder } from './orders.js';

/** Answers one request and writes one line about it, and one more when it went wrong. */
export async function answer(request, response, orders) {
  const start = performance.now();
  const { status, body, headers = {} } = await route(request, orders).catch(failure);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  // Health probes come every few milliseconds at first: they would bury the lines that matter.
  if (request.url !== '/healthz') {
    console.log(`${request.method} ${request.url} ${status} ${(performance.now() - start).toFixed(1)} ms`);
  }
}

async function route(request, orders) {
  const { method, url } = request;
  if (method === 'GET' && url === '/healthz') {
    await orders.check();
    return { status: 200, body: { ok: true } };
  }
  if (method === 'POST' && url === '/orders') {
    return { status: 201, body: await orders.place(await readJson(request)) };
  }
  const [, id] = /^\/orders\/([1-9]\d{0,8})$/.exec(url) ?? [];
  if (method === 'GET' && id !== undefined) {
    const { order, cached } = await orders.find(Number(id));
    if (order === undefined) return { status: 404, body: { error: 'no such order' } };
    return { status: 200, body: order, headers: { 'x-cache': cached ? 'hit' : 'miss' } };
  }
  return { status: 404, body: { error: 'no such page' } };
}

/** The caller learns that it failed; why is for the log. */
function failure(error) {
  console.error(`error: ${error instanceof InvalidOrder ? 'order refused: ' : ''}${error.message}`);
  return error instanceof InvalidOrder ? { status: 422, body: { error: 'invalid order' } } : { status: 500, body: { error: 'internal error' } };
}

async function readJson(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidOrder('the body is not JSON');
  }
}
