// Official clients of both eras, talking to Docktor through a program's stdin and stdout or through HTTP.
import { Client as StatelessClient, StreamableHTTPClientTransport as StatelessHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as StatelessStdio } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema, ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

export const name = { name: 'docktor-tests', version: '1' };

/// Where `to` is a text it is the address of an HTTP door, else what to run. `answer`: what a person answers to what is put
/// to him; without it he cannot be asked.
async function withHandshake(to, answer) {
  const client = new Client(name, { capabilities: answer ? { elicitation: {} } : {} });
  if (answer) client.setRequestHandler(ElicitRequestSchema, async ({ params }) => answer(params));
  await client.connect(typeof to === 'string' ? new StreamableHTTPClientTransport(new URL(to)) : new StdioClientTransport(to));
  return client;
}

async function stateless(to, answer) {
  const client = new StatelessClient(name, { versionNegotiation: { mode: { pin: '2026-07-28' } }, capabilities: answer ? { elicitation: {} } : {} });
  if (answer) client.setRequestHandler('elicitation/create', async ({ params }) => answer(params));
  await client.connect(typeof to === 'string' ? new StatelessHttp(new URL(to)) : new StatelessStdio(to));
  return client;
}

/// Has `on_change` told of the addresses that change among these.
export async function watch(client, uris, on_change) {
  const told = ({ params }) => on_change(params.uri);
  if (client instanceof StatelessClient) {
    client.setNotificationHandler('notifications/resources/updated', told);
    return client.listen({ resourceSubscriptions: uris });
  }
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, told);
  for (const uri of uris) await client.subscribeResource({ uri });
}

export const eras = { 'with a handshake': withHandshake, stateless };

/// A tool's structured answer; the client has held it against the tool's schema.
export async function ask(client, tool, input = {}) {
  const answer = await client.callTool({ name: tool, arguments: input });
  if (answer.isError) throw new Error(`${tool}: ${answer.content[0].text}`);
  return answer.structuredContent;
}
