// Official clients of both eras, talking to `docktor mcp` through its stdin and stdout.
import { Client as StatelessClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as StatelessTransport } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

export const name = { name: 'docktor-tests', version: '1' };

async function withHandshake(spawn) {
  const client = new Client(name);
  await client.connect(new StdioClientTransport(spawn));
  return client;
}

async function stateless(spawn) {
  const client = new StatelessClient(name, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  await client.connect(new StatelessTransport(spawn));
  return client;
}

export const eras = { 'with a handshake': withHandshake, stateless };

/// A tool's structured answer; the client has held it against the tool's schema.
export async function ask(client, tool, input = {}) {
  const answer = await client.callTool({ name: tool, arguments: input });
  if (answer.isError) throw new Error(`${tool}: ${answer.content[0].text}`);
  return answer.structuredContent;
}
