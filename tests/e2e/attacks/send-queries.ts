import http from "node:http";
import { type Requester } from "./hidden-data.ts";

/** One request, and what it is an example of. */
export interface Query {
  description: string;
  method: string;
  path: string;
  body?: unknown;
}

/** An answer, of which every bit counts. */
export type Answer = `${number} ${string}`;

/** As many at a time as a browser or two would open. */
const AT_A_TIME = 16;

/** Asks over connections that stay open, and gives the answers in the order of the questions. */
export async function sendQueries(url: string, { token }: Requester, questions: readonly Query[]): Promise<Answer[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_A_TIME });
  const answers: Answer[] = new Array(questions.length);
  let next = 0;
  const worker = async () => {
    while (next < questions.length) {
      const number = next++;
      answers[number] = await sendOne(url, agent, token, questions[number] as Query);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  } finally {
    agent.destroy();
  }
  return answers;
}

function sendOne(url: string, agent: http.Agent, token: string | undefined, { method, path, body }: Query): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    ...(text === undefined ? {} : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(url + path, { method, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => resolve(`${answer.statusCode ?? 0} ${Buffer.concat(chunks).toString()}`));
    });
    request.on("error", reject);
    request.end(text);
  });
}
