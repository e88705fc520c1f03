// Stands before a daemon's HTTP for clients that cannot reach a unix socket or send a token. Host and Origin are passed
// on as they are, but where they name the proxy itself.
import http from 'node:http';

/// `to`: what http.request wants ({ socketPath } or { host, port }); `name`: how the daemon calls itself. Gives the
/// proxy's address and what ends it.
export async function proxy(to, token, name) {
  let own;
  const onwards = (value) => (name && value ? value.replace(own, name) : value);
  const server = http.createServer(async (request, response) => {
    // Whole, and on a connection of its own: the tests block this process at times, in which a connection that was kept, or
    // has been answered already, is closed without anybody noticing.
    const body = Buffer.concat(await request.toArray());
    const headers = { ...request.headers, host: onwards(request.headers.host), connection: 'close' };
    if (headers.origin) headers.origin = onwards(headers.origin);
    if (token) headers.authorization = `Bearer ${token}`;
    const onward = http.request({ ...to, method: request.method, path: request.url, headers, setHost: false }, (answer) => {
      response.writeHead(answer.statusCode, { ...answer.headers, connection: 'close' });
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    onward.end(body);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  own = `127.0.0.1:${server.address().port}`;
  return { url: `http://${own}`, close: () => server.closeAllConnections() ?? server.close() };
}
