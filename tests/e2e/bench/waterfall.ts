/** Draws the requests of visits as an SVG picture: one row for each, from when it was sent to when it was there. */

import { TITLES } from "./metrics.ts";
import { type Kind, type Sent } from "./network.ts";
import { type Visit } from "./visits.ts";

const COLORS: Record<Kind, string> = {
  page: "#4269d0",
  style: "#a463f2",
  script: "#efb118",
  wasm: "#ff725c",
  image: "#3ca951",
  data: "#6cc5b0",
  other: "#9498a0",
};

const LABELS = 380;
const CHART = 820;
const ROW = 18;
const FONT = 'font-family="system-ui, sans-serif" font-size="12"';

/** Returns the picture with a part for each visit, under its title. */
export function draw(title: string, parts: { target: string; visit: Visit }[]): string {
  let y = 30;
  const drawn: string[] = [text(10, 20, title, 'font-weight="bold"')];
  let x = 10;
  for (const [kind, color] of Object.entries(COLORS)) {
    drawn.push(rect(x, y, 12, 12, color), text(x + 18, y + 10, kind));
    x += 80;
  }
  y += 40;
  for (const { target, visit } of parts) {
    drawn.push(...part(`${target}: ${TITLES[visit.name]}`, visit, y));
    y += (visit.sent.length + 3) * ROW;
  }
  const width = LABELS + CHART + 20;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" ${FONT} fill="#222">
${rect(0, 0, width, y, "#fff")}
${drawn.join("\n")}
</svg>
`;
}

function part(title: string, { start, marks, sent }: Visit, top: number): string[] {
  const ends = [...sent.map(({ head = 0, end = head }) => end), ...Object.values(marks)];
  // What a link leads to is asked for before the click.
  const first = Math.min(start, ...sent.map(({ start }) => start));
  const span = Math.max(...ends, first + 1) - first;
  const at = (time: number) => LABELS + ((time - first) / span) * CHART;
  const bottom = top + (sent.length + 1) * ROW;
  const drawn = [text(10, top, `${title}, ${span.toFixed(0)} ms`, 'font-weight="bold"')];
  sent.forEach((request, index) => {
    const y = top + (index + 0.5) * ROW;
    const { start, head = start, end = head, kind } = request;
    drawn.push(
      text(10, y + 12, label(request)),
      // What waits for the answer is pale.
      rect(at(start), y + 3, at(head) - at(start), 12, COLORS[kind], 0.35),
      rect(at(head), y + 3, Math.max(at(end) - at(head), 1), 12, COLORS[kind]),
    );
  });
  for (const [name, time] of Object.entries(marks)) {
    const x = at(time).toFixed(1);
    drawn.push(`<path d="M${x} ${top + 4}V${bottom}" stroke="#d00" fill="none"/>`);
    drawn.push(text(at(time), bottom + 11, name, `fill="#d00" text-anchor="${at(time) < LABELS + CHART / 2 ? "start" : "end"}"`));
  }
  return drawn;
}

function label({ method, url, bytes }: Sent): string {
  const { pathname } = new URL(url);
  // The hash of a built file says nothing.
  const path = pathname.replace(/-[0-9a-f]{12,16}(?=[._])/, "");
  return `${method === "GET" ? "" : `${method} `}${path.length > 45 ? `${path.slice(0, 44)}…` : path}, ${(bytes / 1000).toFixed(1)} KB`;
}

function rect(x: number, y: number, width: number, height: number, color: string, opacity = 1): string {
  return `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${height}" fill="${color}" fill-opacity="${opacity}"/>`;
}

function text(x: number, y: number, content: string, attributes = ""): string {
  const escaped = content.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return `<text x="${x.toFixed(1)}" y="${y}" ${attributes}>${escaped}</text>`;
}
