import { deflateSync } from "node:zlib";
import { stack } from "./stack.ts";

/** The folder of files that everybody may read; the same id on every provisioned Directus. */
export const SITE_FOLDER = "736974e5-0000-4000-8000-6c7963686761";

/** Uploads a file that everybody may read, as an editor does in the Studio. Returns its id. */
export async function uploadPublicFile(name: string, type: string, content: Uint8Array): Promise<string> {
  const form = new FormData();
  form.set("folder", SITE_FOLDER);
  form.set("type", type);
  form.set("file", new Blob([new Uint8Array(content)], { type }), name);
  const answer = await fetch(`${stack.directusUrl}/files`, {
    method: "POST",
    headers: { Authorization: `Bearer ${stack.adminToken}` },
    body: form,
  });
  if (!answer.ok) {
    throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
  }
  return ((await answer.json()) as { data: { id: string } }).data.id;
}

/** Returns a grey PNG of that size. */
export function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = Buffer.alloc((width + 1) * height, 0x80);
  for (let row = 0; row < height; row++) {
    rows[row * (width + 1)] = 0;
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    }
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** Returns a WAV file with a tone of that many seconds. */
export function wav(seconds: number): Buffer {
  const rate = 8000;
  const samples = Buffer.from(Array.from({ length: rate * seconds }, (_, at) => 128 + Math.round(60 * Math.sin((at * 2 * Math.PI * 440) / rate))));
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
