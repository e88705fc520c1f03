// A language model that always says the same, as a server that speaks like OpenAI's, word by word where it is asked to.
import { createServer } from "node:http";

const event = (data) => `data: ${JSON.stringify(data)}\n\n`;

/** `judgement`: what it answers to a question about a service; `talk`: to everything else. */
export async function serveModel({ judgement, talk }) {
  const server = createServer(async (asked, answer) => {
    if (asked.method === "GET") return answer.end(JSON.stringify({ data: [{ id: "tester" }] }));
    const body = Buffer.concat(await asked.toArray()).toString();
    const content = body.includes("may_choose") ? JSON.stringify(judgement) : talk;
    const usage = { prompt_tokens: 10, completion_tokens: 10 };
    if (!JSON.parse(body).stream) {
      const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }];
      return answer.setHeader("content-type", "application/json").end(JSON.stringify({ choices, usage }));
    }
    answer.setHeader("content-type", "text/event-stream");
    for (const word of content.split(/(?<= )/)) {
      answer.write(event({ choices: [{ index: 0, delta: { content: word } }] }));
      await new Promise((done) => setTimeout(done, 20));
    }
    answer.write(event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage }));
    answer.end("data: [DONE]\n\n");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    endpoint: `http://127.0.0.1:${server.address().port}/v1`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
