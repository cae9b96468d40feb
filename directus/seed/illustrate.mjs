// Draws the pictures of the seed posts into images/, 1600x900 WebP.
//
// sharp (https://sharp.pixelplumbing.com/) turns the SVG into WebP. It is not
// part of this repository; install it anywhere and say where:
//
//   mkdir -p /tmp/illustrate && npm install --prefix /tmp/illustrate sharp
//   node directus/seed/illustrate.mjs /tmp/illustrate                # all
//   node directus/seed/illustrate.mjs /tmp/illustrate apple-day ...  # some
//
// Every scene is a function of a palette and a seeded random generator, so a
// second run gives the same picture.

import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const W = 1600, H = 900, TAU = Math.PI * 2;

// ---------------------------------------------------------------- basics

let rnd = Math.random;
function seed(text) {
  let a = 2166136261;
  for (const ch of text) a = Math.imul(a ^ ch.charCodeAt(0), 16777619);
  rnd = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const between = (a, b) => a + (b - a) * rnd();
const pick = (list) => list[Math.floor(rnd() * list.length)];
const f = (n) => +n.toFixed(1);
const range = (n, fn) => Array.from({ length: n }, (_, i) => fn(i)).join('');

const o = (op) => (op === undefined ? '' : ` opacity="${op}"`);
const R = (x, y, w, h, fill, rx = 0, op) =>
  `<rect x="${f(x)}" y="${f(y)}" width="${f(w)}" height="${f(h)}" rx="${rx}" fill="${fill}"${o(op)}/>`;
const C = (x, y, r, fill, op) => `<circle cx="${f(x)}" cy="${f(y)}" r="${f(r)}" fill="${fill}"${o(op)}/>`;
const E = (x, y, rx, ry, fill, op) =>
  `<ellipse cx="${f(x)}" cy="${f(y)}" rx="${f(rx)}" ry="${f(ry)}" fill="${fill}"${o(op)}/>`;
const P = (d, fill, op) => `<path d="${d}" fill="${fill}"${o(op)}/>`;
const S = (d, stroke, w, op, extra = '') =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${w}" stroke-linecap="round" stroke-linejoin="round"${o(op)} ${extra}/>`;
const L = (x1, y1, x2, y2, stroke, w, op) => S(`M${f(x1)} ${f(y1)}L${f(x2)} ${f(y2)}`, stroke, w, op);
const ring = (x, y, r, stroke, w, op) =>
  `<circle cx="${f(x)}" cy="${f(y)}" r="${f(r)}" fill="none" stroke="${stroke}" stroke-width="${w}"${o(op)}/>`;
const at = (x, y, s, content, rot = 0, sx = s) =>
  `<g transform="translate(${f(x)} ${f(y)}) rotate(${f(rot)}) scale(${+sx.toFixed(3)} ${+s.toFixed(3)})">${content}</g>`;
const poly = (pts) => 'M' + pts.map(([x, y]) => `${f(x)} ${f(y)}`).join('L') + 'Z';

/** A smooth curve through points. */
function smooth(pts, closed = false) {
  const n = pts.length;
  const p = (i) => (closed ? pts[(i + n) % n] : pts[Math.max(0, Math.min(n - 1, i))]);
  let d = `M${f(pts[0][0])} ${f(pts[0][1])}`;
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [a, b, c, e] = [p(i - 1), p(i), p(i + 1), p(i + 2)];
    d += `C${f(b[0] + (c[0] - a[0]) / 6)} ${f(b[1] + (c[1] - a[1]) / 6)} ${f(c[0] - (e[0] - b[0]) / 6)} ${f(c[1] - (e[1] - b[1]) / 6)} ${f(c[0])} ${f(c[1])}`;
  }
  return closed ? d + 'Z' : d;
}

let clips = 0;
/** Content shown only inside the shape d. */
const within = (d, content) => {
  const id = `k${clips++}`;
  return `<clipPath id="${id}"><path d="${d}"/></clipPath><g clip-path="url(#${id})">${content}</g>`;
};

/** Gouge marks: short tapered cuts scattered over a box. */
function cuts(x, y, w, h, n, { len = 40, ang = 0, jit = 0.12, width = 5, fill, op } = {}) {
  let d = '';
  for (let i = 0; i < n; i++) {
    const cx = x + rnd() * w, cy = y + rnd() * h;
    const a = (typeof ang === 'function' ? ang(cx, cy) : ang) + between(-jit, jit);
    const l = (len * between(0.5, 1.2)) / 2, t = (width * between(0.5, 1)) / 2;
    const c = Math.cos(a), s = Math.sin(a);
    d += `M${f(cx - c * l)} ${f(cy - s * l)}Q${f(cx - s * t)} ${f(cy + c * t)} ${f(cx + c * l)} ${f(cy + s * l)}Q${f(cx + s * t)} ${f(cy - c * t)} ${f(cx - c * l)} ${f(cy - s * l)}Z`;
  }
  return P(d, fill, op);
}

/** A filled shape with gouge marks inside it. */
const carved = (d, fill, box, n, mark) => P(d, fill) + within(d, cuts(...box, n, mark));

const dots = (x, y, w, h, n, r0, r1, fill, op) =>
  P(range(n, () => {
    const cx = x + rnd() * w, cy = y + rnd() * h, r = between(r0, r1);
    return `M${f(cx - r)} ${f(cy)}a${f(r)} ${f(r)} 0 1 0 ${f(2 * r)} 0a${f(r)} ${f(r)} 0 1 0 ${f(-2 * r)} 0Z`;
  }), fill, op);

// ---------------------------------------------------------------- land and weather

function ridge(y, amp, step = 160) {
  const pts = [];
  for (let x = -step; x <= W + step; x += step) pts.push([x, y + between(-amp, amp)]);
  return smooth(pts) + `L${W + step} ${H + 40}L${-step} ${H + 40}Z`;
}
const hills = (y, amp, fill, mark, n = 90, step = 200) => {
  const d = ridge(y, amp, step);
  return P(d, fill) + (mark ? within(d, cuts(0, y - amp, W, 240, n, { len: 90, ang: 0.06, jit: 0.18, width: 6, fill: mark })) : '');
};
const sun = (x, y, r, fill, halo) =>
  (halo ? C(x, y, r * 1.9, halo, 0.35) + C(x, y, r * 1.42, halo, 0.5) : '') + C(x, y, r, fill);
function cloud(x, y, s, fill, op) {
  return at(x, y, s, P('M-150 40C-190 40 -190 -10 -140 -12C-140 -60 -70 -78 -44 -40C-20 -96 70 -90 78 -30C120 -52 166 -20 150 12C180 20 170 40 150 40Z', fill, op));
}
const ripples = (x, y, w, h, n, fill, len = 110, op) => cuts(x, y, w, h, n, { len, ang: 0, jit: 0.02, width: 8, fill, op });
const rain = (n, fill, x = 0, y = 0, w = W, h = H) => cuts(x, y, w, h, n, { len: 60, ang: 1.75, jit: 0.03, width: 4, fill });
const stars = (n, fill, h = 420) => dots(0, 0, W, h, n, 1.5, 4, fill);

/** A crescent moon. */
const crescent = (x, y, r, fill, rot = 0) => at(x, y, r / 50, P('M-10 -49A50 50 0 1 1 -10 49A39 49 0 1 0 -10 -49Z', fill), rot);

function grass(y, n, fill, h = 46, x0 = 0, x1 = W, dy = 10) {
  let d = '';
  for (let i = 0; i < n; i++) {
    const x = between(x0, x1), b = y + between(-dy, dy), l = h * between(0.5, 1.2), lean = between(-0.5, 0.5) * l;
    d += `M${f(x - 5)} ${f(b)}Q${f(x - 2)} ${f(b - l * 0.6)} ${f(x + lean)} ${f(b - l)}Q${f(x + 5)} ${f(b - l * 0.5)} ${f(x + 6)} ${f(b)}Z`;
  }
  return P(d, fill);
}
const leafD = (l, w) => `M0 0C${f(l * 0.25)} ${f(-w)} ${f(l * 0.75)} ${f(-w)} ${l} 0C${f(l * 0.75)} ${f(w)} ${f(l * 0.25)} ${f(w)} 0 0Z`;
const leaf = (x, y, l, rot, fill, vein, w = l * 0.3) =>
  at(x, y, 1, P(leafD(l, w), fill) + (vein ? L(l * 0.12, 0, l * 0.82, 0, vein, 3) : ''), rot);
/** A stem with leaves in pairs, growing up from 0,0. */
function sprig(x, y, h, n, fill, { size = 46, lean = 0, vein, stem = fill } = {}) {
  let g = S(`M0 0Q${lean * 0.2} ${-h * 0.6} ${lean} ${-h}`, stem, 6);
  for (let i = 1; i <= n; i++) {
    const t = i / n, px = lean * t * t, py = -h * t, l = size * (1.1 - t * 0.45);
    g += leaf(px, py, l, -150 + between(-12, 12), fill, vein) + leaf(px, py, l, -30 + between(-12, 12), fill, vein);
  }
  return at(x, y, 1, g);
}
function flower(x, y, h, petal, eye, stem, s = 1, n = 7) {
  return L(x, y, x, y - h, stem, 6) + leaf(x, y - h * 0.35, 44 * s, -40, stem) + leaf(x, y - h * 0.25, 44 * s, -140, stem) +
    at(x, y - h, s, range(n, (i) => at(0, 0, 1, E(0, -19, 9, 17, petal), (360 / n) * i)) + C(0, 0, 11, eye));
}
/** A bare winter tree. */
function bare(x, y, h, fill, depth = 6) {
  const go = (x, y, l, a, w, d) => {
    const x2 = x + Math.cos(a) * l, y2 = y + Math.sin(a) * l;
    let s = L(x, y, x2, y2, fill, f(w));
    if (d > 0) {
      s += go(x2, y2, l * between(0.68, 0.82), a - between(0.25, 0.5), w * 0.66, d - 1);
      s += go(x2, y2, l * between(0.66, 0.8), a + between(0.2, 0.5), w * 0.66, d - 1);
    }
    return s;
  };
  return go(x, y, h * 0.26, -Math.PI / 2 + between(-0.08, 0.08), h * 0.05, depth);
}
function crown(cx, cy, rx, ry, n = 16, bump = 0.13) {
  const pts = [];
  for (let i = 0; i < n; i++) {
    const a = (TAU * i) / n, k = 1 + between(-bump, bump);
    pts.push([cx + Math.cos(a) * rx * k, cy + Math.sin(a) * ry * k]);
  }
  return smooth(pts, true);
}
function tree(x, y, h, fill, mark, trunk, rx = h * 0.3) {
  const d = crown(x, y - h * 0.64, rx, h * 0.36);
  return P(`M${x - h * 0.05} ${y}C${x - h * 0.02} ${y - h * 0.2} ${x - h * 0.03} ${y - h * 0.3} ${x - h * 0.04} ${y - h * 0.5}L${x + h * 0.04} ${y - h * 0.5}C${x + h * 0.03} ${y - h * 0.3} ${x + h * 0.02} ${y - h * 0.2} ${x + h * 0.06} ${y}Z`, trunk) +
    carved(d, fill, [x - rx, y - h, rx * 2, h * 0.75], 42, { len: h * 0.09, ang: (px, py) => Math.atan2(py - (y - h * 0.6), px - x) + 1.57, width: 8, fill: mark });
}
function hedge(x, y, w, h, fill, mark) {
  const pts = [[x, y + h]];
  for (let i = 0; i <= 8; i++) pts.push([x + (w * i) / 8, y + between(-h * 0.09, h * 0.09)]);
  pts.push([x + w, y + h]);
  const d = smooth(pts) + 'Z';
  return P(d, fill) + within(d, range(Math.round((w * h) / 2600), () => leaf(between(x, x + w), between(y, y + h), between(20, 34), between(0, 360), mark)));
}
const bricks = (x, y, w, h, fill, line, bh = 30, bw = 84) => {
  const d = poly([[x, y], [x + w, y], [x + w, y + h], [x, y + h]]);
  let s = '';
  for (let r = 0; r * bh < h; r++) {
    s += `M${x} ${f(y + r * bh)}H${x + w}`;
    for (let c = (r % 2) * (bw / 2); c < w; c += bw) s += `M${f(x + c)} ${f(y + r * bh)}v${bh}`;
  }
  return P(d, fill) + within(d, S(s, line, 4));
};
const planks = (y, h, fill, line, n = 3) =>
  R(-20, y, W + 40, h + 20, fill) + range(n, (i) => L(-10, y + (h / n) * (i + 1), W + 10, y + (h / n) * (i + 1), line, 4)) +
  cuts(0, y + 12, W, h - 10, 46, { len: 150, ang: 0, jit: 0.015, width: 4, fill: line });
const bench = (p, y = 690) => planks(y, H - y, p.dark, p.mid) + R(-20, y, W + 40, 16, p.mid);
/** A wall with a quiet repeating pattern. */
function wall(fill, mark, kind = 'dash') {
  let s = R(-20, -20, W + 40, H + 40, fill);
  for (let y = 40, r = 0; y < H; y += 90, r++)
    for (let x = (r % 2) * 60; x < W + 60; x += 120)
      s += kind === 'sprig' ? leaf(x, y, 26, -120, mark) + leaf(x, y, 26, -60, mark) : kind === 'dot' ? C(x, y, 7, mark) : R(x - 3, y - 16, 6, 32, mark, 3);
  return s;
}
const glow = (x, y, r, fill) => C(x, y, r, fill, 0.16) + C(x, y, r * 0.7, fill, 0.2) + C(x, y, r * 0.42, fill, 0.3);
const steam = (x, y, h, fill, w = 14) =>
  S(`M${x} ${y}C${x - 50} ${y - h * 0.3} ${x + 60} ${y - h * 0.45} ${x + 4} ${y - h * 0.7}C${x - 30} ${y - h * 0.86} ${x + 6} ${y - h} ${x + 36} ${y - h * 0.93}`, fill, w);

// ---------------------------------------------------------------- things

/** The Drying House: long, low, with a slate roof and tall windows. */
function house(x, y, s, wallc, roof, lit, line, smoke) {
  let g = (smoke ? at(262, -268, 1, S('M0 0C-30 -40 40 -70 6 -120C-20 -160 50 -190 40 -240', smoke, 24, 0.85)) : '') +
    R(236, -262, 52, 90, roof) + R(228, -270, 68, 18, line) + R(-360, -150, 720, 150, wallc);
  g += carved(poly([[-395, -146], [-330, -236], [330, -236], [395, -146]]), roof, [-395, -236, 790, 90], 60, { len: 60, ang: 0, width: 5, fill: line });
  for (let i = 0; i < 6; i++) {
    const wx = -325 + i * 108;
    if (i === 3) g += R(wx, -112, 64, 112, line) + R(wx + 8, -104, 48, 104, lit);
    else g += R(wx, -120, 60, 84, line) + R(wx + 6, -114, 48, 72, lit) + R(wx + 27, -114, 6, 72, line) + R(wx, -82, 60, 6, line);
  }
  return at(x, y, s, g);
}
function pot(x, y, w, h, fill, rim) {
  return P(poly([[x - w * 0.42, y - h], [x + w * 0.42, y - h], [x + w * 0.32, y], [x - w * 0.32, y]]), fill) + R(x - w / 2, y - h - 4, w, h * 0.26, rim, 4);
}
function swift(x, y, s, rot, fill) {
  return at(x, y, s, P('M0 -52C11 -50 14 -36 17 -24C66 -34 122 -6 146 58C106 14 62 4 17 16C15 34 13 48 24 84L0 58L-24 84C-13 48 -15 34 -17 16C-62 4 -106 14 -146 58C-122 -6 -66 -34 -17 -24C-14 -36 -11 -50 0 -52Z', fill), rot);
}
function bee(x, y, s, rot, body, stripe, wing) {
  return at(x, y, s, E(-6, -20, 12, 22, wing, 0.9) + E(12, -20, 11, 20, wing, 0.9) + E(0, 0, 30, 18, body) + P('M-8 -17h9v34h-9zM10 -16h8v32h-8z', stripe) + C(-28, -1, 10, stripe), rot);
}
function moth(x, y, s, rot, a, b, c) {
  const side = P('M4 -16C60 -74 132 -70 140 -44C134 -8 84 14 6 10Z', a) + P('M6 6C58 8 90 34 76 66C52 86 18 58 4 26Z', b) +
    C(92, -38, 15, c) + C(92, -38, 6, a) + S('M30 -24Q66 -18 112 -14', c, 6) + S('M16 32Q44 40 62 58', c, 5);
  return at(x, y, s, side + `<g transform="scale(-1 1)">${side}</g>` + E(0, 6, 11, 38, c) + S('M-3 -28Q-14 -56 -34 -62M3 -28Q14 -56 34 -62', c, 4), rot);
}
function lantern(x, y, s, paper, frame, light) {
  return glow(x, y + 10 * s, 150 * s, light) + at(x, y, s, L(0, -60, 0, -34, frame, 5) + P('M-26 -34H26L40 6L26 46H-26L-40 6Z', light) + P('M-10 -34H10L14 6L10 46H-10L-14 6Z', paper) + R(-28, -40, 56, 9, frame) + R(-28, 42, 56, 9, frame));
}
function walker(x, y, s, fill, { child = false, hat = false } = {}) {
  const k = child ? s * 0.62 : s;
  return at(x, y, k, C(0, -176, 22, fill) + (hat ? P('M-30 -186Q0 -232 30 -186Z', fill) : '') +
    P('M-26 -150Q0 -164 24 -150L40 -58Q0 -44 -40 -58Z', fill) + P('M-30 -62L-42 0H-18L-2 -56L20 0H44L26 -62Z', fill) + S('M18 -136Q46 -118 70 -128', fill, 15));
}
function jar(x, y, w, h, glass, fillc, cloth, dot, level = 0.86) {
  const g = `M${-w / 2} ${-h * 0.78}Q${-w / 2} ${-h * 0.86} ${-w * 0.4} ${-h * 0.88}H${w * 0.4}Q${w / 2} ${-h * 0.86} ${w / 2} ${-h * 0.78}V-14Q${w / 2} 0 ${w / 2 - 14} 0H${-w / 2 + 14}Q${-w / 2} 0 ${-w / 2} -14Z`;
  return at(x, y, 1, P(g, glass) + within(g, R(-w / 2 + 8, -h * level + h * 0.12, w - 16, h, fillc) + R(-w / 2 + 18, -h * 0.7, 12, h * 0.5, glass, 6, 0.7)) +
    (cloth ? P(`M${-w * 0.4} ${-h}Q0 ${-h * 1.08} ${w * 0.4} ${-h}L${w * 0.62} ${-h * 0.74}Q${w * 0.46} ${-h * 0.7} ${w * 0.34} ${-h * 0.75}Q${w * 0.16} ${-h * 0.69} 0 ${-h * 0.74}Q${-w * 0.16} ${-h * 0.69} ${-w * 0.34} ${-h * 0.75}Q${-w * 0.46} ${-h * 0.7} ${-w * 0.62} ${-h * 0.74}Z`, cloth) +
      range(9, (i) => C(-w * 0.34 + (i % 3) * w * 0.34, -h * (0.97 - Math.floor(i / 3) * 0.07), 5, dot)) + L(-w * 0.44, -h * 0.86, w * 0.44, -h * 0.86, dot, 6) : ''));
}
function gear(x, y, r, n, fill, hole, rot = 0) {
  const pts = [];
  for (let i = 0; i < n; i++) {
    for (const [k, rr] of [[0, 1], [0.4, 1], [0.5, 0.86], [0.9, 0.86]]) {
      const a = (TAU * (i + k)) / n + rot;
      pts.push([x + Math.cos(a) * r * rr, y + Math.sin(a) * r * rr]);
    }
  }
  return P(poly(pts), fill) + range(5, (i) => { const a = (TAU * i) / 5 + rot; return C(x + Math.cos(a) * r * 0.5, y + Math.sin(a) * r * 0.5, r * 0.19, hole); }) + C(x, y, r * 0.13, hole);
}
function screwdriver(x, y, s, rot, handle, blade) {
  return at(x, y, s, R(-6, -8, 130, 16, blade) + P('M120 -8H150L158 -4V4L150 8H120Z', blade) + R(-110, -24, 116, 48, handle, 18) + L(-92, -8, -16, -8, blade, 4) + L(-92, 8, -16, 8, blade, 4), rot);
}
function apple(x, y, r, fill, shine, stem) {
  return at(x, y, r / 30, P('M0 -22C14 -36 36 -26 32 2C29 24 14 34 0 28C-14 34 -29 24 -32 2C-36 -26 -14 -36 0 -22Z', fill) + S('M-18 -12Q-24 2 -16 14', shine, 5) + S('M0 -20Q2 -34 10 -38', stem, 5));
}
function basket(x, y, s, fill, line, fruit) {
  const d = 'M-90 -70H90L68 24Q0 40 -68 24Z';
  return at(x, y, s, S('M-78 -70C-70 -170 70 -170 78 -70', line, 10) + fruit + P(d, fill) + within(d, range(4, (r) => S('M' + Array.from({ length: 10 }, (_, i) => `${-95 + i * 21} ${-52 + r * 23 + (i % 2 ? 7 : -7)}`).join('L'), line, 5))) + R(-96, -80, 192, 18, line, 9));
}
function chair(x, y, s, kind, fill, seat) {
  let back = '';
  if (kind === 0) back = R(-44, -190, 12, 110, fill) + R(32, -190, 12, 110, fill) + R(-40, -186, 80, 18, fill, 8) + R(-40, -150, 80, 12, fill) + R(-40, -120, 80, 12, fill);
  if (kind === 1) back = S('M-42 -84V-150Q-42 -200 0 -200Q42 -200 42 -150V-84', fill, 12) + range(4, (i) => L(-24 + i * 16, -90, -24 + i * 16, -190 + Math.abs(i - 1.5) * 6, fill, 6));
  if (kind === 2) back = P('M-46 -84L-52 -196Q0 -220 52 -196L46 -84Z', fill) + E(0, -150, 20, 26, seat);
  if (kind === 3) back = R(-44, -210, 12, 130, fill) + R(32, -210, 12, 130, fill) + S('M-38 -200L38 -110M38 -200L-38 -110', fill, 10);
  return at(x, y, s, back + R(-54, -92, 108, 18, seat, 9) + R(-50, -78, 100, 12, fill) + P('M-46 -70H-32L-40 0H-54ZM46 -70H32L40 0H54Z', fill) + R(-42, -36, 84, 8, fill));
}
const bulrush = (x, y, h, lean, stem, head) =>
  S(`M${x} ${y}Q${x} ${y - h * 0.5} ${x + lean} ${y - h}`, stem, 8) + at(x + lean, y - h, 1, R(-11, -44, 22, 88, head, 11) + L(0, -44, 0, -66, stem, 5), lean * 0.12);
const book = (x, y, w, h, fill, line) => R(x, y - h, w, h, fill, 2) + R(x + w * 0.2, y - h * 0.86, w * 0.6, 5, line) + R(x + w * 0.2, y - h * 0.2, w * 0.6, 5, line);
function books(x, y, w, maxh, colours, line, wood) {
  let s = '', cx = x + 6;
  while (cx < x + w - 24) {
    const bw = Math.min(between(20, 44), x + w - cx - 4), bh = maxh * between(0.62, 0.95);
    s += book(cx, y, bw - 3, bh, pick(colours), line);
    cx += bw;
  }
  return s + R(x - 6, y, w + 12, 14, wood);
}
function boot(x, y, s, fill, band, sole, flip = 1) {
  return at(x, y, s, P('M-46 -230H44L42 -86C60 -62 128 -66 136 -26V0H-52Z', fill) + R(-52, -14, 190, 20, sole, 6) + R(-50, -240, 98, 26, band, 6) + S('M-26 -190V-70', band, 6, 0.8), 0, s * flip);
}
function boat(x, y, s, hull, inside, trim) {
  return at(x, y, s, P('M-270 -70Q0 -26 290 -96Q0 -84 -270 -70Z', inside) + E(10, -64, 250, 22, inside) + R(-120, -74, 34, 30, trim) + R(70, -80, 34, 34, trim) +
    carved('M-276 -74Q0 -8 296 -100Q256 10 170 26H-180Q-250 12 -276 -74Z', hull, [-276, -70, 560, 100], 26, { len: 150, ang: -0.05, jit: 0.04, width: 6, fill: trim }) + S('M-276 -74Q0 -8 296 -100', trim, 11));
}
function barrel(x, y, s, fill, hoop, mark) {
  const d = 'M-92 -270Q-128 -135 -92 0H92Q128 -135 92 -270Z';
  return at(x, y, s, P(d, fill) + within(d, range(6, (i) => S(`M${-62 + i * 25} -270Q${-88 + i * 35} -135 ${-62 + i * 25} 0`, mark, 4)) + [-236, -158, -92, -20].map((h) => R(-140, h - 11, 280, 22, hoop)).join('')) + E(0, -270, 92, 17, hoop) + E(0, -272, 76, 11, mark) + R(-12, -66, 24, 30, hoop) + R(-22, -70, 44, 10, hoop));
}
function hive(x, y, s, fill, line, roof) {
  let g = R(-84, -34, 24, 34, line) + R(60, -34, 24, 34, line) + R(-112, -46, 224, 18, line);
  for (let i = 0; i < 3; i++) g += P(poly([[-104 + i * 5, -46 - i * 76], [104 - i * 5, -46 - i * 76], [88 - i * 5, -122 - i * 76], [-88 + i * 5, -122 - i * 76]]), fill) + L(-103 + i * 5, -48 - i * 76, 103 - i * 5, -48 - i * 76, line, 7) + cuts(-80, -112 - i * 76, 160, 54, 7, { len: 60, ang: 0, jit: 0.02, width: 5, fill: line, op: 0.45 });
  return at(x, y, s, g + P('M-104 -272L0 -340L104 -272Z', roof) + R(-112, -280, 224, 16, roof, 4) + R(-36, -60, 72, 14, roof, 7));
}

// ---------------------------------------------------------------- scenes
// Palettes: paper, dark, mid and light of the main ink, accent and its tint.

const pal = (paper, dark, mid, light, accent, soft) => ({ paper, dark, mid, light, accent, soft });
const scenes = {};
const scene = (slug, p, draw) => { scenes[slug] = { p, draw }; };

scene('opening-the-gate', pal('#f6ead2', '#23403a', '#5c8272', '#b7c7a8', '#e2803f', '#f3c994'), (p) => {
  const path = 'M960 452C900 520 1010 560 900 640C800 720 700 800 640 930H1130C1120 800 1150 700 1110 630C1070 560 960 520 984 452Z';
  return R(0, 0, W, H, p.paper) + sun(1130, 240, 92, p.accent, p.soft) + cuts(0, 40, W, 320, 40, { len: 190, ang: 0, jit: 0.01, width: 9, fill: p.soft }) +
    hills(390, 34, p.light, p.paper) + hills(440, 20, p.mid, p.light, 50) + bare(1330, 480, 260, p.dark) + bare(360, 470, 220, p.dark) +
    house(900, 468, 0.62, p.soft, p.dark, p.accent, p.mid, p.paper) + P(ridge(500, 10), p.light) + cuts(0, 520, W, 380, 90, { len: 60, ang: -0.1, width: 7, fill: p.mid, op: 0.6 }) +
    P(path, p.paper) + within(path, cuts(600, 460, 560, 440, 46, { len: 44, ang: 0.05, width: 6, fill: p.soft })) +
    hedge(-40, 560, 460, 360, p.dark, p.mid) + hedge(1200, 560, 460, 360, p.dark, p.mid) +
    // posts and the open gate
    R(404, 500, 46, 330, p.dark) + P('M398 502L427 466L456 502Z', p.dark) + R(1180, 500, 46, 330, p.dark) + P('M1174 502L1203 466L1232 502Z', p.dark) +
    [0, 1, 2, 3, 4].map((i) => P(poly([[446, 540 + i * 56], [760, 500 + i * 44], [760, 518 + i * 44], [446, 562 + i * 56]]), p.accent)).join('') +
    P(poly([[740, 478], [766, 474], [766, 716], [740, 722]]), p.accent) + P(poly([[450, 770], [474, 790], [752, 508], [740, 500]]), p.accent) +
    cuts(450, 540, 300, 220, 14, { len: 70, ang: -0.12, jit: 0.03, width: 4, fill: p.paper }) + grass(900, 90, p.dark, 60, 0, 560) + grass(905, 60, p.dark, 60, 1120, W);
});

scene('first-repair-evening', pal('#f7ecd6', '#27304f', '#6e7fa3', '#c6cfd6', '#d9703b', '#f0b684'), (p) => {
  const body = 'M560 690C500 690 486 640 492 580C504 440 600 356 760 356C920 356 1016 440 1028 580C1034 640 1020 690 960 690Z';
  return wall(p.light, p.paper) + C(790, 430, 380, p.paper) + ring(790, 430, 350, p.soft, 10) + bench(p, 690) +
    S('M600 392C560 190 960 190 920 392', p.dark, 34) + S('M640 262Q760 210 880 262', p.mid, 12) +
    P('M1000 520C1080 500 1100 420 1160 380L1210 396C1180 470 1130 600 1014 640Z', p.accent) + P('M1148 372L1222 398L1216 414L1142 390Z', p.dark) +
    carved(body, p.accent, [490, 360, 540, 330], 90, { len: 70, ang: (x, y) => Math.atan2(y - 560, x - 760) + 1.57, width: 8, fill: p.soft }) +
    P('M530 650H990Q1000 690 960 690H560Q520 690 530 650Z', p.dark) + E(760, 372, 120, 22, p.dark) + P('M690 366Q760 320 830 366Z', p.accent) + C(760, 330, 22, p.dark) +
    S('M580 520Q600 440 680 406', p.paper, 16) + steam(1210, 350, 210, p.mid, 16) + steam(1260, 330, 160, p.soft, 12) +
    screwdriver(330, 752, 1, -8, p.accent, p.light) + gear(1240, 770, 56, 10, p.mid, p.dark) + C(1110, 790, 16, p.light) + C(1160, 826, 13, p.soft) + C(1370, 800, 15, p.light) +
    R(480, 790, 150, 26, p.soft, 13) + L(500, 803, 610, 803, p.accent, 5);
});

scene('seed-library-opens', pal('#f7ecd4', '#5a2f2a', '#a8583f', '#e3a877', '#3f7a5c', '#a9c49a'), (p) => {
  let g = wall(p.paper, p.soft, 'sprig') + R(0, 806, W, 100, p.light) + L(0, 806, W, 806, p.dark, 8) + cuts(0, 820, W, 80, 30, { len: 160, ang: 0, jit: 0.01, width: 5, fill: p.mid });
  g += R(330, 300, 820, 500, p.dark, 6) + R(306, 284, 868, 34, p.mid, 6) + R(350, 792, 60, 40, p.dark) + R(1070, 792, 60, 40, p.dark);
  for (let r = 0; r < 5; r++) for (let c = 0; c < 6; c++) {
    const x = 352 + c * 131, y = 334 + r * 91, open = r === 2 && c === 4;
    const face = open ? p.light : pick([p.mid, p.mid, '#b86a4a']);
    g += R(x, y + (open ? 14 : 0), 121, 80, face, 3) + cuts(x + 8, y + 8, 105, 66, 5, { len: 70, ang: 0, jit: 0.02, width: 3, fill: p.dark, op: 0.5 }) +
      P(`M${x + 40} ${y + 36 + (open ? 14 : 0)}h42q0 24 -21 24t-21 -24Z`, open ? p.dark : p.light) +
      (open ? leaf(x + 40, y + 16, 44, -110, p.accent, p.soft) + leaf(x + 70, y + 16, 48, -70, p.accent, p.soft) + leaf(x + 56, y + 14, 40, -90, p.soft) : R(x + 38, y + 12, 46, 14, p.paper));
  }
  const packet = (x, rot, a, b, kind) => at(x, 286, 1, R(-52, -140, 104, 140, a, 4) + R(-52, -140, 104, 26, b) + (kind === 0 ? C(0, -58, 26, b) + leaf(0, -84, 26, -60, b) : kind === 1 ? leaf(0, -18, 80, -90, b, a, 22) : range(3, (i) => E(-22 + i * 22, -58 + (i % 2) * 14, 10, 16, b))), rot);
  g += packet(420, -5, p.soft, p.accent, 1) + packet(540, 3, '#fff6e4', p.mid, 0) + packet(655, -2, p.light, p.dark, 2) + packet(765, 4, p.accent, p.soft, 1);
  g += pot(1010, 286, 110, 90, p.mid, p.dark) + S('M1010 190C1000 130 1030 100 1012 40', p.accent, 10) + leaf(1012, 60, 120, -20, p.accent, p.soft, 40) + leaf(1012, 64, 120, -160, p.accent, p.soft, 40) + leaf(1014, 130, 60, -30, p.soft);
  g += basket(1340, 800, 1.15, p.light, p.mid, leaf(-40, -70, 90, -110, p.accent, p.soft) + leaf(10, -70, 100, -80, p.accent, p.soft) + leaf(30, -70, 80, -50, p.accent, p.soft)) + pot(200, 806, 120, 110, p.mid, p.dark) + sprig(200, 690, 190, 4, p.accent, { size: 80, vein: p.soft });
  return g;
});

scene('building-the-bread-oven', pal('#f4e3c4', '#2b2a44', '#5b5478', '#b79a8c', '#ec7a34', '#f9c26b'), (p) => {
  const dome = 'M470 590C470 380 610 260 800 260C990 260 1130 380 1130 590Z', mouth = 'M690 590V500C690 430 740 398 800 398C860 398 910 430 910 500V590Z';
  return R(0, 0, W, H, p.mid) + glow(800, 480, 620, p.accent) + stars(70, p.soft, 330) + crescent(250, 150, 60, p.paper, -20) +
    P(ridge(520, 40), p.dark) + tree(190, 640, 420, p.dark, p.mid, p.dark, 150) + tree(1440, 650, 360, p.dark, p.mid, p.dark, 130) +
    R(0, 770, W, 140, p.dark) + P('M300 900Q800 720 1300 900Z', p.accent, 0.35) + cuts(300, 790, 1000, 100, 60, { len: 110, ang: 0, jit: 0.03, width: 7, fill: p.mid }) +
    S('M980 270C960 210 1040 180 1000 120C980 80 1030 50 1024 10', p.light, 26, 0.6) +
    bricks(440, 600, 720, 220, p.light, p.dark, 36, 96) + P('M640 820V740C640 680 720 660 800 660C880 660 960 680 960 740V820Z', p.dark) +
    range(11, (i) => { const r = Math.floor(i / 6), x = 672 + (i % 6) * 52 + r * 26; return r && i % 6 > 4 ? '' : C(x, 794 - r * 48, 26, p.paper) + ring(x, 794 - r * 48, 15, p.light, 5) + C(x, 794 - r * 48, 4, p.dark); }) +
    R(416, 580, 768, 34, p.paper) + carved(dome, p.light, [470, 260, 660, 330], 120, { len: 64, ang: (x, y) => Math.atan2(y - 590, x - 800) + 1.57, width: 8, fill: p.paper }) +
    P(mouth, p.dark) + S('M690 590V500C690 430 740 398 800 398C860 398 910 430 910 500V590', p.paper, 24) +
    within(mouth, P('M710 600C700 520 750 520 744 450C790 480 790 520 800 540C812 500 820 470 812 430C870 470 870 540 894 600Z', p.accent) + P('M748 600C744 550 776 540 780 510C806 540 806 560 816 570C824 550 830 540 828 522C856 550 856 580 860 600Z', p.soft)) +
    L(1240, 820, 1300, 330, p.light, 14) + P('M1262 350L1340 360L1350 230Q1310 190 1270 222Z', p.paper) + grass(824, 50, p.dark, 40, 0, 420);
});

scene('seedlings-on-every-sill', pal('#fbf0d4', '#2f4a2f', '#6f9a58', '#c4d69a', '#d4653a', '#f6c765'), (p) => {
  let g = R(0, 0, W, H, p.dark) + R(130, -30, 1340, 830, p.paper) + sun(1080, 210, 110, p.soft, p.soft) + within(poly([[130, 0], [1470, 0], [1470, 800], [130, 800]]), hills(470, 30, p.light, p.paper, 40) + hills(560, 20, '#aec985', p.light, 40));
  g += [130, 460, 800, 1140, 1450].map((x) => R(x - 14, -20, 28, 830, p.dark)).join('') + R(130, 130, 1340, 18, p.dark);
  [330, 560, 800].forEach((y, r) => {
    g += R(90, y, 1420, 26, p.dark) + R(90, y, 1420, 8, p.mid);
    const n = [9, 9, 8][r], gap = 1300 / n;
    for (let i = 0; i < n; i++) {
      const x = 150 + gap * (i + 0.5), w = [84, 92, 108][r], h = w * 0.8, k = (r * 3 + i * 2) % 4, hh = [64, 92, 110][r] * between(0.8, 1.15);
      const lean = between(6, 22);
      g += k === 3 ? S(`M${x} ${y - h}q4 ${-hh * 0.5} ${lean} ${-hh * 0.6}`, p.dark, 6) + leaf(x + lean, y - h - hh * 0.58, hh * 0.56, -15, p.mid, p.dark) + leaf(x + lean, y - h - hh * 0.58, hh * 0.56, -165, p.mid, p.dark) : k === 1 ? range(5, (j) => leaf(x, y - h, hh * 1.05, -90 + (j - 2) * 17, j % 2 ? p.mid : p.dark, null, 8)) : sprig(x, y - h + 4, hh, 3, p.dark, { size: 50, lean, vein: p.light });
      g += pot(x, y, w, h, p.accent, '#b94f2b') + cuts(x - w * 0.3, y - h * 0.6, w * 0.6, h * 0.5, 4, { len: 24, ang: 1.5, width: 4, fill: p.soft });
    }
  });
  return g + R(0, 826, W, 90, p.dark);
});

scene('tool-library-rules', pal('#f5e8cf', '#1f3a4d', '#4f7f91', '#a9c6c4', '#d65a3a', '#f1b94f'), (p) => {
  let g = R(0, 0, W, H, p.light);
  for (let y = 30; y < 620; y += 44) for (let x = 22; x < W; x += 44) g += C(x, y, 4, p.mid, 0.7);
  // saw
  g += at(330, 190, 1, P('M-180 -30L230 -10L230 20L-160 74Z', p.paper) + P('M-160 74' + Array.from({ length: 26 }, (_, i) => `L${f(-160 + i * 15 + 7)} ${f(84 - i * 2.1)}L${f(-145 + i * 15)} ${f(72 - i * 2.08)}`).join('') + 'Z', p.paper) + P('M-170 -44C-250 -50 -280 20 -244 80C-220 110 -170 110 -150 80C-150 40 -150 0 -150 -40Z M-216 0C-190 -16 -176 0 -178 40C-190 70 -226 60 -226 30Z', p.accent).replace('<path', '<path fill-rule="evenodd"'), 6);
  // hammer
  g += at(720, 260, 1, R(-14, -100, 28, 300, p.soft, 10) + P('M-96 -150H60Q96 -146 110 -110Q70 -116 40 -96H-96Z', p.dark) + R(-112, -156, 30, 66, p.dark, 5), 0);
  // spanners
  [0, 1, 2, 3].forEach((i) => { const s = 1 - i * 0.14; g += at(900 + i * 78, 150 + i * 4, s, P('M-34 -60L-12 -34L-14 -10Q0 4 14 -10L12 -34L34 -60Q54 -14 18 20V230Q48 262 30 300L14 276H-14L-30 300Q-48 262 -18 230V20Q-54 -14 -34 -60Z', i % 2 ? p.mid : p.dark)); });
  // level, brace, shears
  g += at(420, 420, 1, R(-210, -26, 420, 56, p.soft, 6) + R(-44, -14, 88, 30, p.paper, 14) + C(-6, 1, 11, p.accent) + C(-170, 2, 15, p.light) + C(170, 2, 15, p.light), -3);
  g += at(1350, 260, 1, S('M0 -140V-60C0 -50 100 -60 100 -30V60C100 84 0 70 0 90V190', p.dark, 18) + E(0, -150, 48, 22, p.accent) + R(84, -20, 32, 70, p.accent, 14) + P('M-16 170H16L10 210L0 260L-10 210Z', p.mid), 6);
  g += at(1020, 500, 1, S('M-40 -20C-150 -60 -190 -10 -160 20C-130 40 -80 20 -40 0M-40 20C-150 70 -190 40 -160 10', p.accent, 20) + P('M-50 -20L220 -46Q236 -20 200 -14L-30 30Z', p.dark) + P('M-50 20L214 20Q226 -4 196 -10L-30 -26Z', p.mid) + C(-20, 2, 12, p.soft), 4);
  // shelf with tins and a plane
  g += R(-20, 660, W + 40, 30, p.dark) + R(-20, 690, W + 40, 220, p.mid) + cuts(0, 700, W, 190, 40, { len: 160, ang: 0, jit: 0.01, width: 5, fill: p.dark, op: 0.5 }) + [220, 800, 1380].map((x) => P(`M${x} 690h26v90l-26 40Z`, p.dark)).join('');
  [[130, 96, 120, p.accent], [250, 76, 84, p.paper], [350, 110, 140, p.soft], [1220, 100, 130, p.paper], [1340, 84, 96, p.accent], [1450, 100, 150, p.soft]].forEach(([x, w, h, c]) => { g += R(x - w / 2, 660 - h, w, h, c, 4) + E(x, 660 - h, w / 2, 12, p.dark) + R(x - w / 2, 660 - h * 0.62, w, h * 0.3, p.dark, 0, 0.85) + C(x, 660 - h * 0.47, h * 0.09, c); });
  g += at(620, 660, 1, P('M-150 -70H170V-10Q170 0 160 0H-150Q-160 -30 -150 -70Z', p.soft) + P('M-140 -70C-150 -130 -90 -170 -66 -150C-80 -130 -84 -100 -70 -70Z', p.accent) + C(120, -92, 26, p.accent) + P('M-10 -70L40 -150L66 -140L34 -70Z', p.dark) + L(-130, -22, 150, -22, p.dark, 6));
  g += at(880, 640, 1, E(0, 0, 84, 20, p.dark) + S('M-70 0C-70 -60 70 -60 70 0M-56 -6C-50 -70 60 -70 58 -6M-64 -2C-64 -40 64 -44 66 -2', p.soft, 13)) + at(1050, 660, 1, R(-70, -70, 140, 70, p.paper, 4) + range(12, (i) => L(-56 + i * 10, -70, -60 + i * 11, -104 + (i % 3) * 9, p.dark, 6)));
  return g;
});

scene('a-plain-loaf', pal('#f8ecd0', '#4a2a1e', '#9a5a2e', '#d99a52', '#3f6f7a', '#a8c3bd'), (p) => {
  const loaf = 'M380 640C360 470 520 330 790 330C1060 330 1220 470 1200 640C1190 690 1120 700 790 700C460 700 390 690 380 640Z';
  const ear = (x, y, rot, s) => at(x, y, s, L(0, 0, 0, -300, p.mid, 6) + range(7, (i) => leaf(0, -180 - i * 30, 56, -62, p.light, p.mid, 14) + leaf(0, -180 - i * 30, 56, -118, p.light, p.mid, 14)) + leaf(0, -390, 60, -90, p.light, p.mid, 13), rot);
  return wall(p.soft, p.paper, 'dot') + R(0, 640, W, 260, p.accent) + cuts(0, 660, W, 230, 60, { len: 140, ang: 0, jit: 0.02, width: 5, fill: p.soft, op: 0.5 }) +
    ear(250, 690, -16, 1.2) + ear(330, 700, -4, 1.35) + ear(420, 690, 8, 1.15) + P('M170 690L1330 690L1400 800H100Z', p.mid) + R(100, 800, 1300, 34, p.dark, 8) + cuts(180, 700, 1100, 90, 30, { len: 200, ang: 0, jit: 0.01, width: 5, fill: p.dark, op: 0.6 }) + E(800, 702, 440, 26, p.dark, 0.6) +
    carved(loaf, p.light, [380, 330, 830, 380], 110, { len: 70, ang: (x, y) => Math.atan2(y - 700, x - 790) + 1.57, width: 8, fill: p.mid }) +
    within(loaf, P('M360 640C500 720 1080 720 1220 640V720H360Z', p.mid)) +
    P('M520 560C560 430 720 360 960 386C800 400 640 470 520 560Z', p.paper) + P('M640 610C690 500 830 430 1040 450C900 470 750 530 640 610Z', p.paper) + P('M780 640C820 560 920 510 1100 524C980 544 860 590 780 640Z', p.paper) +
    within(loaf, dots(420, 340, 760, 170, 80, 3, 8, p.paper)) + at(1230, 770, 1, P('M-330 -14H60V22H-310Q-340 12 -330 -14Z', p.soft) + P('M60 -22H250Q276 4 250 30H60Z', p.dark) + C(110, 4, 8, p.soft) + C(200, 4, 8, p.soft), -4) +
    [[260, 770], [310, 785], [225, 788], [1160, 725], [350, 762]].map(([x, y]) => E(x, y, 13, 8, p.light)).join('');
});

scene('true-a-bicycle-wheel', pal('#f6ead0', '#26324a', '#66798f', '#bcc9c4', '#e0622f', '#f4bf6a'), (p) => {
  const cx = 700, cy = 440, r = 350;
  return R(0, 0, W, H, p.soft) + bricks(0, 0, W, 760, p.soft, '#efb05c', 60, 190) + C(cx, cy, r + 6, p.paper) +
    range(32, (i) => { const a = (TAU * i) / 32, b = a + (i % 2 ? 0.9 : -0.9); return L(cx + Math.cos(b) * 34, cy + Math.sin(b) * 34, cx + Math.cos(a) * (r - 12), cy + Math.sin(a) * (r - 12), i % 2 ? p.dark : p.mid, 5) + C(cx + Math.cos(a) * (r - 26), cy + Math.sin(a) * (r - 26), 7, p.accent); }) +
    ring(cx, cy, r, p.mid, 26) + ring(cx, cy, r + 28, p.dark, 34) + range(72, (i) => { const a = (TAU * i) / 72; return L(cx + Math.cos(a) * (r + 33), cy + Math.sin(a) * (r + 33), cx + Math.cos(a + 0.03) * (r + 45), cy + Math.sin(a + 0.03) * (r + 45), p.mid, 6); }) +
    C(cx, cy, 54, p.accent) + C(cx, cy, 34, p.dark) + C(cx, cy, 14, p.soft) + R(-20, 806, W + 40, 110, p.dark) + R(-20, 806, W + 40, 14, p.mid) + cuts(0, 830, W, 70, 24, { len: 140, ang: 0, jit: 0.01, width: 5, fill: p.mid }) +
    // peg
    at(1092, 400, 1, P('M-40 -16L150 -34V-4L-30 4Z', p.light) + P('M-40 16L150 34V8L-30 0Z', p.mid) + ring(56, 0, 18, p.dark, 8), 4) +
    // oil can and key
    at(1290, 806, 1, P('M-110 0L-96 -150Q0 -190 96 -150L110 0Z', p.accent) + P('M-70 -158Q0 -230 70 -158Z', p.dark) + P('M-10 -190L-140 -330L-132 -338L14 -196Z', p.dark) + S('M104 -130C180 -150 190 -40 112 -30', p.dark, 20) + S('M-70 -120L-80 -20', p.soft, 10) + cuts(-60, -130, 140, 110, 9, { len: 60, ang: 1.5, width: 6, fill: p.soft }), 0) +
    at(1050, 850, 1, ring(-50, 0, 34, p.soft, 16) + R(-20, -10, 110, 20, p.soft, 8) + R(76, -20, 22, 40, p.soft)) + at(260, 850, 1, ring(0, 0, 26, p.light, 12) + R(24, -8, 130, 16, p.light, 8) + ring(170, 0, 22, p.light, 11), -3) +
    bareChalk(p);
});
function bareChalk(p) { return S('M170 190L240 250M250 180L180 260', p.paper, 10) + S('M160 330Q220 300 260 350', p.paper, 10) + P('M268 330L276 372L236 360Z', p.paper); }

scene('counting-swifts', pal('#fbe6c6', '#3a2a4d', '#8a5a78', '#d98f7c', '#ef8a4a', '#f8bd7a'), (p) => {
  const roof = (x, y, w, h, c, win) => P(poly([[x, y + h], [x, y], [x + w * 0.5, y - w * 0.36], [x + w, y], [x + w, y + h + 400], [x, y + h + 400]]), c) + R(x + w * 0.68, y - w * 0.42, w * 0.13, w * 0.34, c) + R(x + w * 0.66, y - w * 0.45, w * 0.17, w * 0.05, c) + (win ? R(x + w * 0.3, y + 30, 26, 40, win) + R(x + w * 0.58, y + 30, 26, 40, win) : '');
  let g = R(0, 0, W, H, p.paper) + R(0, 330, W, 600, p.soft, 0, 0.6) + R(0, 460, W, 460, p.accent, 0, 0.4) + sun(520, 560, 130, p.accent, p.soft) + cuts(0, 100, W, 440, 60, { len: 260, ang: 0, jit: 0.01, width: 10, fill: p.soft }) + hills(600, 30, p.light, p.soft, 50);
  for (let i = 0; i < 9; i++) g += roof(-60 + i * 190, 690 + (i % 3) * 22, 170 + (i % 2) * 40, 200, p.mid);
  g += P('M1188 900L1212 230H1288L1312 900Z', p.dark) + R(1200, 214, 100, 26, p.dark) + R(1206, 270, 88, 12, p.light) + R(1205, 300, 90, 8, p.light) + cuts(1206, 320, 90, 560, 50, { len: 30, ang: 0, width: 5, fill: p.mid });
  for (let i = 0; i < 7; i++) g += roof(-90 + i * 250, 790 + (i % 2) * 30, 250, 200, p.dark, p.soft);
  [[320, 210, 1.05, 62], [600, 120, 0.7, 78], [810, 270, 1.3, 48], [1050, 140, 0.8, 84], [490, 350, 0.62, 40], [1060, 400, 0.6, 96], [1430, 190, 0.95, 112], [170, 400, 0.55, 30], [720, 450, 0.45, 70], [930, 500, 0.38, 88], [1440, 440, 0.46, 130], [130, 110, 0.5, 55]].forEach((a) => { g += swift(...a, p.dark); });
  return g;
});

scene('rain-barrels', pal('#eef0e2', '#1f3b57', '#4d7d9c', '#a6c4cf', '#c9683a', '#eab27c'), (p) => {
  let g = R(0, 0, W, H, p.light) + [[250, 120, 1.4], [720, 90, 1.7], [1260, 110, 1.6]].map((c) => cloud(...c, p.mid)).join('') + [[460, 180, 1.1], [1020, 190, 1.2], [1500, 200, 1]].map((c) => cloud(...c, p.dark, 0.85)).join('');
  g += bricks(120, 330, 1360, 500, p.soft, p.accent, 40, 110) + P('M40 342L190 190H1410L1560 342Z', p.dark) + within('M40 342L190 190H1410L1560 342Z', range(5, (r) => S(range(38, (i) => `M${20 + i * 42 + (r % 2) * 21} ${196 + r * 30}q21 26 42 0`), p.mid, 5))) + R(60, 334, 1480, 26, p.mid, 12) + R(1290, 350, 30, 190, p.mid) + S('M1304 540Q1304 570 1250 574', p.mid, 30) + R(1280, 400, 50, 14, p.dark) +
    R(0, 800, W, 120, p.mid) + [[330, 840, 150], [880, 862, 220], [1400, 846, 130]].map(([x, y, r]) => E(x, y, r, 20, p.light) + ring(x, y - 2, 14, p.paper, 4) ).join('');
  [430, 780, 1130].forEach((x, i) => { g += bricks(x - 125, 740, 250, 80, p.accent, p.dark, 27, 84) + barrel(x, 742, 1.12, i === 1 ? '#d9823f' : p.accent, p.dark, p.soft); });
  g += S('M530 690H680M880 690H1030', p.dark, 14) + at(1390, 812, 1, P('M-60 -120H60L50 0H-50Z', p.dark) + S('M-50 -118C-40 -200 50 -200 54 -118', p.dark, 12) + P('M50 -60L150 -150L162 -138L56 -20Z', p.dark) + P('M136 -166L182 -122L172 -112L126 -156Z', p.dark) + cuts(-40, -100, 80, 90, 6, { len: 50, ang: 1.5, width: 6, fill: p.mid }));
  return g + within('M0 0H1600V334H0Z', rain(90, p.paper, 0, 60, W, 300)) + within('M0 330H120V900H0Z M1480 330H1600V900H1480Z', rain(50, p.paper, 0, 330, W, 500)) + rain(46, p.paper, 0, 360, W, 480);
});

scene('the-hives-behind-the-hedge', pal('#fbf1d2', '#3a4a24', '#7b9440', '#cdd58a', '#e2982c', '#f7cf6d'), (p) => {
  let g = R(0, 0, W, H, p.paper) + sun(260, 190, 96, p.soft, p.soft) + hills(360, 40, p.light, p.paper, 50) + tree(1380, 560, 470, p.mid, p.light, p.dark, 190) + hedge(-40, 400, 1690, 200, p.dark, p.mid) + R(0, 560, W, 350, p.light) + grass(600, 160, p.mid, 60, 0, W, 40);
  g += hive(400, 730, 1.02, p.paper, p.dark, p.accent) + hive(800, 780, 1.28, '#fff8e4', p.dark, p.mid) + hive(1210, 735, 1.05, p.soft, p.dark, p.accent);
  g += grass(800, 200, p.mid, 80, 0, W, 30);
  for (let i = 0; i < 26; i++) { const x = 40 + i * 61 + between(-18, 18); g += flower(x, 930 + between(-10, 20), between(90, 190), i % 3 ? p.accent : p.paper, i % 3 ? p.dark : p.accent, p.dark, between(0.9, 1.3)); }
  g += S('M560 300C640 220 700 340 640 380C580 400 590 320 700 300', p.accent, 5, 0.9, 'stroke-dasharray="2 18"') + S('M1000 420C1060 340 1130 360 1100 280C1080 230 1000 250 1040 300', p.accent, 5, 0.9, 'stroke-dasharray="2 18"');
  [[560, 296, 1.3, 200], [720, 296, 1.5, -10], [1050, 306, 1.6, 30], [980, 440, 1.2, 160], [1320, 390, 1.1, -20], [300, 330, 1.2, 12], [620, 540, 1, 10], [990, 620, 1, 190], [880, 200, 1.1, -20]].forEach((b) => { g += bee(...b, p.soft, p.dark, '#fffaf0'); });
  return g;
});

scene('the-last-ferry', pal('#f9e9cb', '#1e3d4f', '#4c8089', '#a5c3b4', '#e5743c', '#f6bd80'), (p) => {
  let g = R(0, 0, W, H, p.paper) + cuts(0, 30, W, 330, 44, { len: 260, ang: 0, jit: 0.01, width: 11, fill: p.soft }) + sun(1060, 330, 104, p.accent, p.soft) + hills(350, 60, p.light, p.paper, 70, 260) + hills(410, 36, p.mid, p.light, 60);
  g += range(9, (i) => tree(60 + i * 70 + between(-20, 20), 470, between(90, 150), p.dark, p.mid, p.dark)) + house(800, 470, 0.28, p.paper, p.dark, p.accent, p.mid);
  g += R(0, 466, W, 450, p.mid) + ripples(0, 480, W, 420, 130, p.light, 130) + range(12, (i) => R(1060 - 130 + i * 5 + between(-24, 24), 484 + i * 30, 260 - i * 12, 11, i % 2 ? p.soft : p.accent, 5)) + ripples(0, 600, W, 300, 36, p.dark, 150);
  g += E(700, 742, 330, 24, p.dark, 0.6) + boat(690, 720, 1.15, p.accent, p.dark, p.paper) + L(800, 676, 440, 560, p.dark, 14) + at(430, 556, 1, P('M20 -8C-40 -30 -110 -26 -116 0C-110 26 -40 30 20 8Z', p.dark) + L(-90, 0, 0, 0, p.soft, 4), 18);
  g += R(1236, 420, 40, 470, p.dark) + R(1226, 410, 60, 22, p.dark) + cuts(1240, 440, 32, 420, 22, { len: 60, ang: 1.57, jit: 0.04, width: 5, fill: p.mid }) + L(1256, 450, 1340, 450, p.dark, 14) + P('M1300 470Q1340 456 1366 470L1376 530H1290Z', p.accent) + R(1284, 526, 98, 12, p.accent, 6) + C(1333, 546, 11, p.dark) + S('M1020 620Q1140 720 1240 640', p.soft, 8) + R(1230, 628, 52, 24, p.soft, 8);
  return g + grass(905, 120, p.dark, 130, 1080, W, 10) + grass(905, 50, p.dark, 90, 0, 260, 10);
});

scene('apple-day', pal('#f9efd3', '#3d4a2b', '#7c8f45', '#cfcf8c', '#c8402f', '#efa27c'), (p) => {
  let g = R(0, 0, W, H, p.paper) + sun(300, 210, 100, p.soft, p.soft) + hills(500, 40, p.light, p.paper, 60) + hills(590, 26, '#b3b96b', p.light, 60) + R(0, 640, W, 280, p.mid) + grass(680, 160, p.dark, 44, 0, W, 40) ;
  g += P('M760 800C790 690 770 600 740 520L690 430L720 410L790 500L812 380L850 384L846 520L940 430L962 452L868 580C862 660 880 740 920 800C860 780 820 782 760 800Z', p.dark);
  const c = crown(810, 310, 400, 250, 20, 0.1);
  g += carved(c, p.dark, [400, 50, 820, 520], 40, { len: 60, ang: 0.4, width: 9, fill: p.mid }) + within(c, range(190, () => leaf(between(420, 1180), between(70, 540), between(40, 62), between(0, 360), pick([p.mid, p.mid, p.light]))));
  for (let i = 0; i < 40; i++) { const a = i * 2.4, r = Math.sqrt(i / 40); g += apple(810 + Math.cos(a) * r * 360, 320 + Math.sin(a) * r * 210, between(22, 30), p.accent, p.soft, p.dark); }
  g += S('M560 830L690 330M640 830L740 340', p.paper, 17) + range(8, (i) => L(574 + i * 15.5, 780 - i * 58, 650 + i * 12, 780 - i * 57, p.paper, 13));
  const fruit = range(9, (i) => apple(-64 + (i % 5) * 32, -86 - Math.floor(i / 5) * 34 + (i % 2) * 6, 24, p.accent, p.soft, p.dark));
  g += basket(1080, 806, 1.15, '#d9a85e', p.dark, fruit) + basket(1310, 830, 1.35, '#d9a85e', p.dark, fruit) + basket(330, 826, 1.25, '#d9a85e', p.dark, fruit);
  [[480, 862], [760, 868], [930, 846], [1170, 872], [1460, 870], [180, 874]].forEach(([x, y]) => { g += apple(x, y, 22, p.accent, p.soft, p.dark); });
  return g + grass(915, 140, p.dark, 46);
});

scene('lantern-walk', pal('#f7e6bd', '#141f3d', '#2c4470', '#5c7ba0', '#f0a23a', '#fbd57f'), (p) => {
  let g = R(0, 0, W, H, p.mid) + R(0, 0, W, 230, p.dark, 0, 0.5) + stars(150, p.paper, 430) + crescent(1290, 150, 74, p.soft, 20) + hills(430, 50, p.dark, p.mid, 60, 240) + range(7, (i) => bare(90 + i * 240 + between(-40, 40), 520, between(150, 240), '#0e1730', 5));
  g += R(0, 640, W, 270, '#233a63') + P('M-10 500C300 520 500 560 800 560C1100 560 1300 540 1610 560V680C1300 650 1000 690 760 686C460 680 260 650 -10 660Z', '#0e1730') + cuts(0, 530, W, 130, 60, { len: 70, ang: 0, jit: 0.08, width: 5, fill: p.mid });
  const people = [[150, 600, 1.02], [270, 608, 0.9, true], [380, 614, 1.08], [545, 622, 1.0], [650, 626, 1.0, true], [760, 626, 1.1], [930, 626, 0.98], [1060, 620, 1.05], [1165, 616, 0.95, true], [1290, 612, 1.05], [1440, 606, 1]];
  g += ripples(0, 690, W, 200, 90, p.mid, 140);
  people.forEach(([x, , s, child]) => { const lx = x + (child ? 44 : 70) * s; g += range(6, (j) => R(lx - 34 + j * 3 + between(-8, 8), 712 + j * 28, 68 - j * 8, 9, j % 2 ? p.soft : p.accent, 4, 0.9)); });
  people.forEach(([x, y, s, child], i) => { const k = child ? 0.62 : 1, lx = x + 70 * s * k; g += lantern(lx, y - (child ? 40 : 72) * s, child ? 0.62 : 0.86, p.paper, p.dark, i % 2 ? p.soft : p.accent) + walker(x, y, s, '#0a1024', { child, hat: i % 3 === 0 }); });
  return g + grass(905, 110, '#0a1024', 110, 0, W, 10);
});

scene('the-flood-quilt', pal('#f7ead2', '#263a5e', '#5f86a6', '#b9cdd0', '#c4513f', '#efb97b'), (p) => {
  let g = R(0, 0, W, H, '#e9dcc0') + wall('#ecdfc4', '#e0d0b0') + R(180, 70, 1240, 18, p.dark, 9) + C(180, 79, 18, p.dark) + C(1420, 79, 18, p.dark);
  const x0 = 240, y0 = 96, n = 12, m = 6, c = 93, cols = [p.accent, p.mid, p.soft, p.light, p.dark, p.paper, '#8f9f6b'];
  const edge = 'M240 96H1356V760C1240 800 1120 740 980 766C840 790 720 700 560 712C440 720 340 676 240 690Z';
  let q = R(x0, y0, n * c, 760, p.mid);
  for (let r = 0; r < m; r++) for (let i = 0; i < n; i++) {
    const x = x0 + i * c, y = y0 + r * c, a = pick(cols); let b = pick(cols); while (b === a) b = pick(cols);
    const k = (r * 5 + i * 3) % 6;
    q += R(x, y, c, c, a);
    if (r === 3 && i === 7) { q += R(x, y, c, c, p.paper); continue; }
    q += k === 0 ? P(`M${x} ${y}h${c}v${c}Z`, b) : k === 1 ? P(`M${x + c / 2} ${y}L${x + c} ${y + c / 2}L${x + c / 2} ${y + c}L${x} ${y + c / 2}Z`, b) : k === 2 ? range(3, (j) => R(x + 8 + j * 30, y, 15, c, b)) : k === 3 ? P(`M${x} ${y}h${c / 2}v${c / 2}h${c / 2}v${c / 2}h${-c / 2}v${-c / 2}h${-c / 2}Z`, b) : k === 4 ? C(x + c / 2, y + c / 2, 30, b) + C(x + c / 2, y + c / 2, 13, a) : P(`M${x} ${y}L${x + c} ${y + c}V${y}ZM${x} ${y + c}L${x + c / 2} ${y + c / 2}L${x} ${y}Z`, b);
  }
  q += S(range(n + 1, (i) => `M${x0 + i * c} 90V900`) + range(m + 1, (i) => `M200 ${y0 + i * c}H1400`), p.paper, 4, 0.9, 'stroke-dasharray="10 9"');
  q += P('M200 650C340 640 440 684 560 676C720 664 840 690 980 650C1120 610 1240 640 1400 560V900H200Z', p.dark) + within('M200 650C340 640 440 684 560 676C720 664 840 690 980 650C1120 610 1240 640 1400 560V900H200Z', range(5, (j) => S(`M200 ${676 + j * 34}C340 ${666 + j * 34} 440 ${710 + j * 30} 560 ${702 + j * 28}C720 ${690 + j * 28} 840 ${716 + j * 26} 980 ${676 + j * 28}C1120 ${636 + j * 30} 1240 ${666 + j * 30} 1400 ${586 + j * 34}`, p.mid, 5, 1, 'stroke-dasharray="24 14"')));
  g += at(16, 16, 1, P(edge, '#cdbb98')) + within(edge, q) + range(9, (i) => R(250 + i * 134, 62, 26, 52, p.accent, 6));
  g += S('M470 850C620 790 700 880 820 830C920 790 900 740 860 770C820 800 900 850 1010 826', p.accent, 6) + P('M1006 818L1190 790L1010 834Z', p.dark) + R(340, 816, 110, 66, p.soft, 6) + R(330, 806, 130, 16, p.dark, 6) + R(330, 876, 130, 16, p.dark, 6) + S('M345 830H445M345 846H445M345 862H445', p.accent, 9);
  return g;
});

scene('a-year-in-numbers', pal('#f4efe2', '#1d2b4a', '#47618c', '#9db3c9', '#eda13b', '#f8d58a'), (p) => {
  let g = R(0, 0, W, H, p.mid) + stars(40, p.light, 300) + hills(420, 50, p.dark, p.mid, 50) + hills(520, 20, p.light, p.paper, 40) + bare(210, 640, 430, p.dark) + bare(1430, 630, 400, p.dark) + bare(1290, 600, 240, p.dark);
  g += glow(800, 600, 600, p.light) + house(800, 660, 1.32, p.dark, p.light, p.accent, '#101a33', p.light) + P('M278 468L366 344H1236L1322 468L1280 452L1210 470L1120 448L1000 466L900 446L780 464L640 446L520 468L400 448Z', p.paper) + R(1102, 296, 100, 22, p.paper, 10);
  g += P('M-10 650C300 620 560 670 820 656C1100 640 1300 670 1610 640V910H-10Z', p.paper) + cuts(0, 690, W, 200, 70, { len: 120, ang: 0.02, width: 7, fill: p.light }) + P('M360 900C420 760 520 700 640 664H980C900 720 1000 800 960 900Z', p.soft, 0.45);
  for (let i = 0; i < 9; i++) { const t = i / 8, x = 846 - 260 * t * t - 20 * t + (i % 2 ? 20 : -16) * (0.5 + t), y = 690 + 200 * t; g += at(x, y, 0.5 + t * 0.6, E(0, 0, 15, 24, p.mid) + E(0, 32, 11, 10, p.mid), 20); }
  g += at(1170, 800, 1, C(0, 0, 66, p.paper) + ring(0, 0, 66, p.light, 5) + C(0, -90, 46, p.paper) + ring(0, -90, 46, p.light, 5) + C(-14, -98, 6, p.dark) + C(16, -98, 6, p.dark) + P('M0 -88L40 -80L0 -76Z', p.accent) + S('M-44 -58Q0 -36 44 -58', p.accent, 16) + L(58, -20, 130, -70, p.dark, 7) + L(-58, -20, -124, -60, p.dark, 7));
  return g + dots(0, 0, W, H, 190, 3, 8, p.paper, 0.95);
});

scene('clock-from-the-ticket-office', pal('#f6e8cb', '#2e2438', '#6b5468', '#b79f9a', '#d18a2e', '#efc66f'), (p) => {
  const cx = 620, cy = 380, hand = (deg, l, w) => at(cx, cy, 1, S(`M${-w} 44L${-w * 0.7} ${-l * 0.74}L${-w * 1.5} ${-l * 0.76}L0 ${-l}L${w * 1.5} ${-l * 0.76}L${w * 0.7} ${-l * 0.74}L${w} 44Z`, p.paper, 7) + P(`M${-w} 44L${-w * 0.7} ${-l * 0.74}L${-w * 1.5} ${-l * 0.76}L0 ${-l}L${w * 1.5} ${-l * 0.76}L${w * 0.7} ${-l * 0.74}L${w} 44Z`, '#a63d36'), deg);
  return wall(p.light, '#ab928f', 'dash') + bench(p, 740) + C(cx, cy, 344, p.dark) + C(cx, cy, 322, p.accent) + C(cx, cy, 296, p.dark) + C(cx, cy, 284, p.paper) +
    range(60, (i) => at(cx, cy, 1, i % 5 ? R(-3, -268, 6, 18, p.mid) : R(-8, -268, 16, 52, p.dark), i * 6)) + C(cx, cy, 186, p.soft, 0.5) + C(cx, cy + 20, 150, p.dark) + gear(cx - 44, cy + 34, 84, 16, p.accent, p.dark) + gear(cx + 72, cy + 62, 58, 12, p.soft, p.dark, 0.2) + gear(cx + 52, cy - 54, 50, 10, p.mid, p.dark, 0.1) + ring(cx, cy + 20, 152, p.accent, 10) +
    hand(4.283 * 30, 176, 16) + hand(17 * 6, 256, 11) + C(cx, cy, 22, p.accent) + C(cx, cy, 9, p.dark) +
    // pendulum and gears on the bench
    at(1210, 80, 1, L(0, 0, 0, 470, p.accent, 14) + C(0, 520, 92, p.accent) + C(0, 520, 70, p.soft) + ring(0, 520, 50, p.accent, 6) + R(-14, 610, 28, 36, p.accent) + R(-60, -30, 120, 40, p.dark, 8), 7) +
    gear(1000, 800, 74, 16, p.accent, p.dark) + gear(1120, 846, 50, 12, p.soft, p.dark, 0.2) + screwdriver(320, 810, 0.9, -6, p.soft, p.light) + screwdriver(420, 862, 0.7, 4, p.accent, p.light) + screwdriver(1400, 820, 0.8, 172, p.soft, p.light) + C(700, 830, 13, p.soft) + C(750, 860, 10, p.light) + C(810, 822, 12, p.light) + S('M860 850q30 -20 50 10t50 0', p.soft, 8);
});

scene('hedge-laying', pal('#f1ead6', '#3b2f2a', '#7d6650', '#c2ae8c', '#5d8a7a', '#bcd0c0'), (p) => {
  let g = R(0, 0, W, H, p.soft) + sun(1180, 190, 80, p.paper, p.paper) + [[330, 150, 1.1], [800, 110, 0.8]].map((c) => cloud(...c, p.paper)).join('') + hills(330, 40, p.accent, p.soft, 60) ;
  const field = ridge(420, 12);
  g += P(field, p.light) + within(field, range(27, (i) => S(`M820 380Q${820 + (i - 13) * 90} 560 ${820 + (i - 13) * 190} 930`, i % 2 ? '#b29c78' : '#d0be9c', 13))) + bare(150, 470, 380, p.dark) + bare(430, 440, 220, p.dark) + bare(1440, 460, 340, p.dark) + bare(1250, 436, 180, p.dark);
  g += P('M-10 790C400 760 1100 800 1610 770V910H-10Z', p.accent) + cuts(0, 800, W, 100, 60, { len: 60, ang: 0, width: 6, fill: p.soft });
  g += P('M-20 840V640Q90 560 200 610T430 590T660 606T900 580T1130 606T1380 586T1620 610V840Z', '#55463a');
  for (let i = 0; i < 26; i++) { const x = -220 + i * 66, y = 820; g += S(`M${x} ${y}C${x + 40} ${y - 60} ${x + 130} ${y - 120} ${x + 330 + between(-20, 20)} ${y - 190 - between(0, 60)}`, i % 3 ? (i % 2 ? '#8f7558' : p.mid) : p.dark, between(15, 25)) + S(`M${x + 190} ${y - 136}q30 -60 70 -70M${x + 250} ${y - 160}q50 -10 80 -60`, p.dark, 6); }
  for (let i = 0; i < 17; i++) { const x = 20 + i * 98; g += P(`M${x - 11} 840L${x - 9} 520L${x} 506L${x + 11} 520L${x + 12} 840Z`, p.light) + cuts(x - 8, 530, 16, 290, 6, { len: 60, ang: 1.57, jit: 0.03, width: 4, fill: p.mid }); }
  g += S('M-20 560' + Array.from({ length: 17 }, (_, i) => `Q${5 + i * 98 - 30} ${i % 2 ? 520 : 590} ${20 + i * 98 + 40} ${555}`).join(''), p.mid, 15) + S('M-20 552' + Array.from({ length: 17 }, (_, i) => `Q${5 + i * 98 - 30} ${i % 2 ? 592 : 520} ${20 + i * 98 + 40} ${560}`).join(''), p.paper, 12);
  g += grass(846, 110, p.accent, 34, 0, W, 14);
  g += at(1010, 840, 1.1, R(-160, -13, 120, 26, '#b5653a', 12) + P('M-44 -16H110Q160 -30 176 20Q150 4 120 26H-44Z', p.paper) + L(-30, 14, 112, 14, p.dark, 4), -4);
  return g + range(9, (i) => C(120 + i * 170, 690 - (i % 3) * 30, 7, '#b5653a'));
});

scene('high-water', pal('#eef0e6', '#1d3a44', '#3f7480', '#9cbcb8', '#c98a3c', '#e3c58d'), (p) => {
  let g = R(0, 0, W, H, p.light) + R(0, 260, W, 300, p.paper, 0, 0.5) + [[210, 110, 1.5], [640, 80, 1.3], [1080, 110, 1.7], [1500, 90, 1.3]].map((c) => cloud(...c, p.mid)).join('') + [[430, 170, 1], [880, 180, 1.1], [1330, 180, 1]].map((c) => cloud(...c, p.dark, 0.9)).join('') + rain(70, p.mid, 0, 210, W, 220);
  g += hills(350, 60, '#7fa58f', p.light, 60, 260) + hills(420, 40, '#557f6d', p.light, 60) + range(6, (i) => tree(1180 + i * 80, 500, between(90, 150), p.dark, p.mid, p.dark)) + house(230, 500, 0.34, p.paper, p.dark, p.soft, p.mid);
  g += R(0, 500, W, 410, p.mid);
  const br = 'M-20 600V440C300 400 500 350 800 350C1100 350 1300 400 1620 440V600H1480V560A150 150 0 0 0 1180 560V600H1010V520A210 190 0 0 0 590 520V600H420V560A150 150 0 0 0 120 560V600Z';
  g += carved(br, p.soft, [0, 350, W, 240], 0, {}) + within(br, bricks(0, 340, W, 280, p.soft, p.accent, 34, 92)) + S('M-20 440C300 400 500 350 800 350C1100 350 1300 400 1620 440', p.dark, 22) + S('M120 580V560A150 150 0 0 1 420 560V580M590 580V520A210 190 0 0 1 1010 520V580M1180 580V560A150 150 0 0 1 1480 560V580', p.accent, 20);
  for (let r = 0; r < 9; r++) {
    const y = 586 + r * 38, a = 12 + r * 2.2, step = 90 + r * 16; let d = `M${-step} ${y}`;
    for (let x = -step + (r % 2) * (step / 2), k = 0; x < W + step; x += step, k++) d += `Q${f(x + step / 2)} ${f(y + (k % 2 ? a : -a) * 1.6)} ${f(x + step)} ${y}`;
    g += P(d + `V${H + 30}H${-step}Z`, [p.mid, '#356672', p.dark, '#2c5963'][r % 4]) + S(d, r % 2 ? p.light : p.paper, 6);
  }
  g += ripples(0, 600, W, 290, 70, p.light, 120) + at(470, 792, 1, P('M-170 0L150 -26L190 -10L160 14L-160 26Z', p.accent) + S('M110 -20L170 -80M130 -14L220 -50', p.accent, 11) + L(-150, 10, 120, -8, p.soft, 5), -4);
  // a heron that does not mind
  return g + at(1290, 760, 1.1, S('M-14 0V120M18 0V120', p.dark, 8) + P('M-100 10C-80 -60 0 -80 60 -40C40 10 -30 30 -130 40Z', p.paper) + S('M44 -30C110 -60 30 -130 70 -190', p.paper, 20) + C(76, -196, 19, p.paper) + P('M88 -206L180 -190L88 -186Z', p.accent) + S('M84 -208Q50 -226 10 -210', p.dark, 8) + cuts(-90, -30, 130, 50, 10, { len: 44, ang: -0.2, width: 5, fill: p.mid }));
});

scene('sharpening-day', pal('#f7ead0', '#2b3a35', '#6b7f70', '#bcc4a8', '#b9582f', '#e8b071'), (p) => {
  let g = wall(p.light, p.paper, 'dash') + R(120, 150, 1360, 44, p.dark) + R(120, 150, 1360, 12, p.mid);
  for (let i = 0; i < 9; i++) { const x = 220 + i * 145, w = 26 + (i % 4) * 13, l = 190 + (i % 3) * 30; g += R(x - 17, 20, 34, 130, i % 2 ? p.accent : p.soft, 14) + R(x - 20, 120, 40, 20, p.dark, 5) + L(x - 6, 40, x - 6, 104, p.paper, 4, 0.8) + P(poly([[x - 9, 194], [x + 9, 194], [x + w / 2, 240], [x + w / 2, 194 + l], [x - w / 2, 194 + l - 18], [x - w / 2, 240]]), p.mid) + P(poly([[x + w / 2, 194 + l], [x + w / 2, 160 + l], [x - w / 2, 146 + l], [x - w / 2, 176 + l]]), p.paper); }
  g += planks(600, 300, p.soft, p.accent, 3) + R(-20, 590, W + 40, 20, p.accent);
  g += at(520, 740, 1.35, E(30, 50, 330, 30, p.accent, 0.4) + P('M-280 -40H300V34Q300 50 284 50H-290Q-306 0 -280 -40Z', p.accent) + cuts(-270, -30, 560, 70, 20, { len: 140, ang: 0, jit: 0.02, width: 5, fill: p.dark, op: 0.6 }) + P('M-260 -40C-290 -130 -230 -190 -180 -176C-206 -140 -190 -90 -150 -40Z', p.dark) + C(230, -72, 36, p.dark) + R(216, -50, 28, 16, p.dark) + P('M-40 -40L50 -170L88 -156L40 -40Z', p.mid) + P('M-10 -40L30 -110L110 -100L92 -40Z', p.dark) + S('M60 -60C110 -150 180 -120 160 -76C146 -44 108 -70 128 -96', p.paper, 14));
  g += at(1130, 760, 1.1, P('M-200 -30H220L250 40H-230Z', p.mid) + R(-230, 40, 480, 34, p.dark, 4) + cuts(-180, -20, 380, 50, 22, { len: 90, ang: 0, jit: 0.03, width: 5, fill: p.light }) + at(20, -16, 1, R(-40, -26, 190, 26, p.paper) + P('M-40 -26L-90 0H-40Z', p.paper) + R(146, -36, 150, 46, p.accent, 18) + L(170, -20, 270, -20, p.soft, 5), -12));
  const curl = (x, y, s, c) => at(x, y, s, S('M-60 10C-70 -50 10 -60 14 -14C16 20 -30 24 -28 -4C-26 -20 -6 -18 -8 -6', c, 13));
  return g + curl(160, 840, 1.1, p.paper) + curl(300, 866, 0.8, p.paper) + curl(860, 850, 1, p.paper) + curl(760, 876, 0.7, p.accent) + curl(1440, 860, 1.1, p.paper) + curl(120, 700, 0.7, p.accent);
});

scene('pond-diary', pal('#f2f0d6', '#17423f', '#3c7f6c', '#9cc3a0', '#e07a4e', '#f5c9a0'), (p) => {
  const pond = crown(800, 560, 660, 290, 14, 0.05);
  const pad = (x, y, r, c) => P(`M${x} ${y}L${f(x + r)} ${f(y - r * 0.12)}A${r} ${r * 0.5} 0 1 1 ${f(x + r * 0.76)} ${f(y - r * 0.33)}Z`, c) + within(`M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`, range(5, (i) => L(x, y, x + Math.cos(0.7 + i * 1.1) * r * 0.8, y + Math.sin(0.7 + i * 1.1) * r * 0.4, p.dark, 3, 0.6)));
  let g = R(0, 0, W, H, p.light) + grass(150, 150, p.mid, 90, 0, W, 120) + hedge(-40, -60, 1690, 200, p.mid, p.dark) + P(crown(800, 566, 716, 330, 14, 0.04), p.soft) + P(pond, p.dark);
  g += within(pond, ripples(140, 300, 1320, 540, 70, p.mid, 150) + [[420, 470, 90], [1130, 660, 80]].map(([x, y, r]) => [1, 0.66, 0.34].map((k) => `<ellipse cx="${x}" cy="${y}" rx="${r * k * 1.4}" ry="${r * k * 0.55}" fill="none" stroke="${p.light}" stroke-width="5"/>`).join('')).join('') + range(26, () => { const x = between(330, 560), y = between(690, 770); return E(x, y, 9, 6, p.light) + S(`M${x} ${y}q12 8 22 2`, p.light, 4); }));
  g += pad(760, 610, 190, p.mid) + pad(1080, 520, 120, p.mid) + pad(520, 590, 110, p.mid) + pad(1250, 600, 90, p.mid) + pad(960, 760, 120, p.mid) + pad(640, 420, 84, p.mid) + pad(900, 420, 70, p.mid);
  const lily = (x, y, s) => at(x, y, s, range(7, (i) => leaf(0, 0, 70, -170 + i * 26.6, i % 2 ? p.paper : p.soft, null, 17)) + E(0, -6, 16, 12, p.accent));
  g += lily(1080, 512, 1.1) + lily(530, 582, 0.9);
  g += at(740, 570, 1.25, P('M-120 20C-150 -10 -130 -50 -90 -40C-70 -110 60 -120 86 -44C130 -60 150 -10 120 22Z', p.light) + C(-52, -86, 30, p.light) + C(44, -88, 30, p.light) + C(-52, -90, 16, p.paper) + C(44, -92, 16, p.paper) + C(-50, -90, 8, p.dark) + C(46, -92, 8, p.dark) + S('M-70 -42Q-4 -10 64 -44', p.dark, 7) + S('M-100 24q-30 10 -50 0M104 24q30 10 50 0M-30 22q-10 16 -30 14M30 22q10 16 30 14', p.light, 12) + dots(-90, -30, 180, 40, 16, 4, 8, p.mid));
  [[110, 880, 470, 20], [190, 900, 380, -24], [260, 890, 300, 14], [1480, 900, 500, -30], [1400, 900, 380, 20], [1550, 890, 420, 10]].forEach((b) => { g += bulrush(...b, '#0f302e', p.accent); });
  g += grass(910, 90, '#0f302e', 220, 0, 340, 6) + grass(910, 80, '#0f302e', 220, 1340, W, 6);
  return g + at(1190, 245, 1.1, P('M0 0C60 -70 170 -90 190 -62C196 -30 90 -2 0 8Z', p.paper, 0.95) + P('M0 0C-60 -70 -170 -90 -190 -62C-196 -30 -90 -2 0 8Z', p.paper, 0.95) + P('M0 10C60 0 150 20 156 44C140 66 50 40 0 20Z', p.paper, 0.8) + P('M0 10C-60 0 -150 20 -156 44C-140 66 -50 40 0 20Z', p.paper, 0.8) + S('M20 -6L170 -58M-20 -6L-170 -58M20 14L136 40M-20 14L-136 40', p.accent, 3) + R(-8, 16, 16, 190, p.accent, 8) + range(6, (i) => L(-8, 50 + i * 26, 8, 50 + i * 26, p.dark, 5)) + E(0, 2, 17, 28, p.accent) + C(-11, -30, 13, p.dark) + C(11, -30, 13, p.dark), 62);
});

scene('the-boot-exchange', pal('#f8eed6', '#3a3050', '#7a6a96', '#cbbfd0', '#3f8a6a', '#f2b23e'), (p) => {
  let g = wall(p.light, p.paper, 'dot') + R(0, 790, W, 120, p.mid) + cuts(0, 800, W, 90, 40, { len: 170, ang: 0, jit: 0.01, width: 5, fill: p.dark, op: 0.7 }) + R(0, 520, W, 280, p.paper) + L(0, 520, W, 520, p.mid, 12) + range(17, (i) => L(i * 100, 526, i * 100, 790, p.light, 6));
  g += R(250, 300, 1000, 30, '#9a6a3c', 8) + R(250, 560, 1000, 30, '#9a6a3c', 8) + R(266, 180, 32, 640, '#9a6a3c', 8) + R(1202, 180, 32, 640, '#9a6a3c', 8) + C(282, 176, 24, '#9a6a3c') + C(1218, 176, 24, '#9a6a3c') + cuts(260, 306, 980, 20, 16, { len: 120, ang: 0, jit: 0.01, width: 4, fill: p.dark, op: 0.5 });
  [[350, 0.56, p.accent, p.soft], [450, 0.56, p.accent, p.soft], [590, 0.8, p.soft, '#d6553a'], [720, 0.8, p.soft, '#d6553a'], [880, 0.46, p.mid, p.paper], [960, 0.46, p.mid, p.paper], [1080, 0.66, p.dark, p.soft]].forEach(([x, s, c, b]) => { g += boot(x, 302, s, c, b, p.dark); });
  [[360, 0.86, p.dark, p.mid], [500, 0.86, p.dark, p.mid], [670, 0.66, '#d6553a', p.soft], [780, 0.66, '#d6553a', p.soft], [930, 0.92, p.accent, p.paper], [1070, 0.92, p.accent, p.paper]].forEach(([x, s, c, b]) => { g += boot(x, 562, s, c, b, '#241d36'); });
  g += boot(560, 830, 0.8, p.soft, '#d6553a', p.dark) + boot(690, 838, 0.8, p.soft, '#d6553a', p.dark) + boot(890, 834, 0.62, p.mid, p.paper, p.dark) + boot(990, 838, 0.62, p.mid, p.paper, p.dark);
  [[1340, 1.05], [1450, 1.05]].forEach(([x, s], i) => { for (let k = 0; k < 5; k++) g += flower(x - 26 + k * 13 * s, 640, 90 + ((k * 37 + i * 20) % 90), k % 2 ? p.soft : '#d6553a', k % 2 ? p.dark : p.soft, p.accent, 0.8); g += boot(x, 850, s, p.accent, p.paper, p.dark); });
  return g + E(180, 850, 90, 22, p.dark, 0.4) + P('M104 700H252L236 846H120Z', '#d6553a') + E(178, 700, 74, 15, p.dark) + S('M106 704C110 620 246 620 250 704', p.dark, 8);
});

scene('reading-room-hours', pal('#f6e6c6', '#3d2533', '#7f4a4f', '#c98d70', '#2f6b66', '#f2b95a'), (p) => {
  let g = R(0, 0, W, H, p.mid) + R(0, 740, W, 170, p.dark) + cuts(0, 750, W, 140, 40, { len: 180, ang: 0, jit: 0.01, width: 5, fill: p.mid }) ;
  const cols = [p.accent, p.light, p.paper, p.soft, '#a8483e', '#4f8c80', p.dark];
  [[40, 400], [1120, 440]].forEach(([x, w]) => { g += R(x - 20, 60, w + 40, 690, p.dark, 4); [230, 400, 570, 736].forEach((y) => { g += R(x, y - 148, w, 150, '#2a1824') + books(x, y, w, 146, cols, p.dark, p.light); }); });
  g += R(500, 70, 560, 400, p.dark) + R(520, 90, 520, 360, '#22384a') + within(poly([[520, 90], [1040, 90], [1040, 450], [520, 450]]), stars(26, p.paper, 300) + C(930, 170, 44, p.paper) + P('M500 370C640 320 800 390 1060 340V460H500Z', p.accent) + R(500, 410, 560, 60, '#4f8c80') + ripples(520, 415, 520, 36, 12, p.paper, 70)) + R(772, 80, 14, 380, p.dark) + R(510, 262, 540, 12, p.dark) + R(480, 456, 600, 26, p.light);
  g += P('M560 250L300 800H1100L680 250Z', p.soft, 0.28) + E(790, 810, 560, 66, '#a8483e') + E(790, 808, 500, 54, p.soft) + E(790, 808, 440, 44, '#a8483e');
  g += R(606, 240, 14, 560, '#20121b') + E(613, 806, 76, 15, '#20121b') + P('M540 256L574 140H652L690 256Z', p.soft) + cuts(560, 150, 110, 96, 12, { len: 70, ang: 1.5, width: 6, fill: p.paper });
  const c = p.accent;
  g += at(840, 800, 1.12, R(-130, -26, 24, 34, '#20121b') + R(108, -26, 24, 34, '#20121b') + P('M-130 -140C-150 -330 -90 -390 0 -390C90 -390 150 -330 130 -140Z', c) + within('M-130 -140C-150 -330 -90 -390 0 -390C90 -390 150 -330 130 -140Z', cuts(-130, -390, 260, 250, 34, { len: 50, ang: 1.57, width: 6, fill: '#4f8c80' })) + R(-130, -140, 260, 120, '#24544f') + P('M-190 -210C-190 -250 -120 -250 -120 -200V-20H-180Z', c) + P('M190 -210C190 -250 120 -250 120 -200V-20H180Z', c) + R(-122, -168, 244, 60, '#4f8c80', 24));
  // the cat
  g += at(840, 672, 1.05, P('M-96 10C-110 -60 -20 -76 30 -56C90 -50 110 -10 90 12Z', p.dark) + C(-70, -20, 38, p.dark) + P('M-104 -38L-100 -80L-70 -54ZM-62 -54L-42 -78L-38 -34Z', p.dark) + S('M88 6C140 10 130 50 70 34', p.dark, 18) + S('M-88 -18q8 8 16 0M-64 -18q8 8 16 0', p.soft, 5));
  return g + E(1110, 690, 110, 24, p.light) + R(1102, 700, 18, 110, '#20121b') + P('M1050 816L1110 780L1170 816Z', '#20121b') + P('M1066 640H1126L1118 684H1074Z', p.paper) + S('M1126 648q26 4 -6 26', p.paper, 8) + steam(1096, 632, 90, p.paper, 8) + R(1140, 664, 60, 16, '#a8483e') + R(1134, 650, 64, 14, p.soft) + at(400, 800, 1, range(5, (i) => R(-60 + (i % 2) * 8, -24 - i * 22, 120 - i * 6, 20, cols[i], 3)));
});

scene('moth-night', pal('#f7efd8', '#1b2438', '#3d4f68', '#8c98a0', '#d99a4a', '#f6d999'), (p) => {
  let g = R(0, 0, W, H, p.mid) + stars(90, p.paper, 360) + hills(560, 30, p.dark, p.mid, 40) + R(0, 700, W, 210, p.dark) + glow(800, 420, 720, p.soft);
  g += P('M210 900C250 700 220 400 250 -20H330C310 300 330 700 380 900Z', '#10172a') + P('M1230 900C1270 640 1270 300 1262 -20H1350C1350 300 1370 660 1420 900Z', '#10172a') + cuts(240, 0, 90, 860, 40, { len: 70, ang: 1.55, width: 6, fill: p.mid }) + cuts(1268, 0, 90, 860, 40, { len: 70, ang: 1.58, width: 6, fill: p.mid }) + range(60, () => leaf(pick([between(0, 480), between(1130, 1600)]), between(-20, 150), between(60, 100), between(20, 160), pick(['#10172a', p.dark, '#26334d'])));
  const sheet = 'M330 190C560 226 1040 226 1266 186C1258 420 1262 640 1284 790C1060 830 560 830 312 792C332 620 336 420 330 190Z';
  g += L(280, 180, 1320, 176, p.paper, 7) + P(sheet, p.paper) + within(sheet, C(800, 500, 400, p.soft, 0.6) + C(800, 500, 260, '#fdf3cf') + [440, 620, 980, 1160].map((x) => S(`M${x} 190Q${x + 20} 480 ${x - 10} 820`, p.light, 5, 0.7)).join(''));
  g += C(800, 520, 150, p.soft, 0.9) + at(800, 560, 1.1, P('M-46 -40C-46 -120 46 -120 46 -40L30 30H-30Z', '#fffaf0') + R(-34, 28, 68, 44, p.dark, 4) + S('M0 70L-70 330M0 70L70 330M0 70V320', p.dark, 14) + ring(0, -40, 20, p.accent, 7));
  [[520, 340, 1.05, -24, p.accent, p.soft, p.dark], [1060, 320, 1.15, 22, '#b4574d', '#e5a28f', p.dark], [700, 262, 0.55, 10, p.mid, p.light, p.dark], [880, 268, 0.5, -16, p.light, p.soft, p.dark], [480, 610, 0.7, 30, p.mid, '#b4574d', p.dark], [1110, 590, 0.85, -28, p.accent, p.light, p.dark], [620, 680, 0.5, 0, p.dark, p.light, p.accent], [980, 690, 0.5, 14, p.accent, p.soft, p.dark], [400, 460, 0.42, 60, p.light, p.accent, p.dark], [1200, 450, 0.42, -50, p.mid, p.light, p.dark], [140, 420, 0.8, 40, p.soft, p.accent, p.mid], [1490, 480, 0.75, -36, p.paper, p.soft, p.mid], [110, 640, 0.45, -20, p.light, p.soft, p.mid], [1520, 260, 0.5, 24, p.soft, p.accent, p.mid], [800, 400, 0.4, 180, p.mid, p.accent, p.dark]].forEach((m) => { g += moth(...m); });
  return g + grass(905, 200, '#10172a', 100, 0, W, 10);
});

scene('bean-rows', pal('#fbf0cf', '#2e4a35', '#6b9455', '#c9d291', '#8a4a7a', '#f1b64c'), (p) => {
  let g = R(0, 0, W, H, p.paper) + C(1120, 230, 190, p.soft) + ring(1120, 230, 225, p.soft, 8, 0.7) + ring(1120, 230, 262, p.soft, 5, 0.5) + hills(430, 40, p.light, p.paper, 60) + hedge(-40, 450, 1690, 100, p.mid, p.dark);
  g += R(0, 530, W, 380, '#d9b27a') + range(13, (i) => P(poly([[800 + (i - 6) * 90 - 10, 530], [800 + (i - 6) * 90 + 26, 530], [800 + (i - 6) * 230 + 80, 910], [800 + (i - 6) * 230 - 20, 910]]), i % 2 ? '#b5834f' : '#c89a62')) + cuts(0, 560, W, 340, 120, { len: 34, ang: 0.3, jit: 1, width: 6, fill: p.paper, op: 0.8 });
  const wig = (x, y, s) => {
    let w = '';
    [-190, -95, 0, 95, 190].forEach((b, k) => {
      w += L(b, 0, -b * 0.14, -500, '#a8763f', 11);
      for (let t = 0.05; t < 0.95; t += 0.07) { const px = b * (1 - t * 1.049), py = -460 * t, sd = Math.round(t * 30) % 2 ? 1 : -1; w += leaf(px, py, 50 - t * 14, sd > 0 ? -24 : -156, (k + Math.round(t * 13)) % 2 ? p.dark : p.mid, p.light, 19); if ((Math.round(t * 40) + k) % 5 === 0) w += S(`M${f(px)} ${f(py)}q${sd * -16} 26 ${sd * -8} 66`, p.accent, 9); if ((Math.round(t * 40) + k) % 6 === 1) w += C(px - sd * 12, py - 6, 9, p.accent) + C(px - sd * 22, py + 2, 7, '#c58bb4'); }
    });
    return at(x, y, s, w + L(-26, -470, 26, -470, p.soft, 12));
  };
  g += wig(330, 640, 0.72) + wig(760, 610, 0.6) + wig(1330, 650, 0.74) + wig(560, 800, 1.15);
  g += range(9, (i) => at(960 + i * 68 + (i % 2) * 10, 730 + (i % 3) * 50, 0.9, range(6, (j) => leaf(0, 0, 56, -160 + j * 28, j % 2 ? p.mid : p.dark, p.light, 15))));
  return g + at(1160, 850, 1.25, P('M-90 -140H90L76 0H-76Z', p.accent) + within('M-90 -140H90L76 0H-76Z', cuts(-80, -130, 160, 120, 16, { len: 50, ang: 1.57, width: 6, fill: '#c58bb4' })) + S('M-84 -130C-190 -140 -180 -20 -78 -24', p.accent, 18) + S('M-60 -142C-50 -230 60 -230 70 -142', p.accent, 16) + P('M76 -40L210 -180L226 -166L88 -6Z', p.accent) + P('M190 -204L254 -150L240 -136L178 -190Z', p.dark), 0) + grass(912, 120, p.dark, 40);
});

scene('a-sewing-machine-called-duchess', pal('#f8ead4', '#22202e', '#5c5468', '#c9b8b4', '#b3475a', '#d9a441'), (p) => {
  let g = wall('#e8c9bd', '#f1ddd0', 'sprig') + bench({ dark: '#8a5a3c', mid: '#b9855a' }, 700) ;
  const arm = 'M420 640V470C420 300 480 250 600 250H1090C1150 250 1180 290 1180 350V640H1030V420C1030 390 1010 380 980 380H640C600 380 580 400 580 440V470H566V560H470V640Z';
  g += P('M330 640H1280L1320 704H290Z', '#6b4329') + R(270, 700, 1070, 60, '#4d2f1e', 6) + cuts(300, 710, 1000, 44, 18, { len: 180, ang: 0, jit: 0.01, width: 5, fill: '#8a5a3c' }) + R(350, 612, 900, 34, p.dark, 8);
  g += P('M1030 640C1020 560 1040 480 1030 400H1180V640Z', p.dark) + P('M400 420C400 300 470 250 600 250H1090C1150 250 1180 290 1180 350V420H1030C1020 386 1000 376 960 376H640C590 376 560 400 556 470H440C410 470 400 450 400 420Z', p.dark);
  g += S('M470 330C520 290 560 290 620 292H1080Q1130 296 1136 340', p.soft, 7) + S('M640 334C680 300 720 360 760 326C800 300 830 360 880 326C920 300 950 350 1000 322', p.soft, 8) + range(6, (i) => leaf(660 + i * 58, 330, 30, i % 2 ? 50 : -50, p.soft)) + ring(1104, 480, 34, p.soft, 6) + range(8, (i) => at(1104, 480, 1, leaf(6, 0, 24, 0, p.soft), i * 45)) + S('M1060 560Q1104 610 1150 560', p.soft, 6);
  // head, needle, spool, wheel
  g += R(486, 190, 16, 70, p.mid) + R(478, 470, 40, 60, p.mid, 4) + R(492, 520, 10, 96, p.light) + P('M470 590H526L540 612H462Z', p.light) + R(880, 196, 10, 60, p.mid) + R(846, 150, 78, 90, p.accent, 8) + S('M850 170H920M850 190H920M850 210H920M850 226H920', '#d98a90', 5) + R(838, 140, 94, 14, p.soft, 5) + R(838, 236, 94, 14, p.soft, 5) + S('M850 186C700 150 560 160 500 210C470 300 530 380 500 480V560', p.accent, 5);
  g += ring(1250, 410, 118, p.dark, 30) + range(6, (i) => { const a = (TAU * i) / 6; return L(1250, 410, 1250 + Math.cos(a) * 106, 410 + Math.sin(a) * 106, p.dark, 14); }) + C(1250, 410, 30, p.soft) + R(1176, 392, 60, 36, p.dark) + L(1250, 410, 1330, 500, p.mid, 16) + R(1316, 486, 34, 80, p.accent, 14);
  // cloth
  const cloth = 'M-20 690C120 640 260 634 380 612H640C660 640 640 700 610 740C560 800 500 780 440 830C380 880 300 850 240 910H-20Z';
  g += P(cloth, p.accent) + within(cloth, range(70, (i) => { const x = (i % 12) * 58 + (Math.floor(i / 12) % 2) * 29, y = 625 + Math.floor(i / 12) * 54; return range(5, (k) => at(x, y, 1, E(0, -9, 5, 8, p.paper), k * 72)) + C(x, y, 4, p.soft); })) + S('M400 626H620', p.paper, 5, 1, 'stroke-dasharray="14 10"') + S('M0 720C130 670 270 660 392 636', p.paper, 5, 1, 'stroke-dasharray="14 10"');
  return g + at(1150, 836, 1.1, S('M-60 0L120 -40M-60 -34L120 12', p.light, 14) + ring(-96, 8, 34, p.dark, 13) + ring(-96, -44, 34, p.dark, 13) + C(4, -16, 8, p.dark)) + at(860, 840, 1, R(-34, -44, 68, 70, p.soft, 6) + R(-44, -54, 88, 14, p.dark, 5) + R(-44, 22, 88, 14, p.dark, 5)) + C(720, 850, 20, p.paper) + C(714, 846, 4, p.dark) + C(726, 854, 4, p.dark) + C(1420, 820, 24, p.paper) + C(1412, 816, 4, p.dark) + C(1428, 824, 4, p.dark);
});

scene('twelve-oak-planks', pal('#f4efd4', '#2f4536', '#6d9268', '#bdd0a0', '#b87333', '#e6bb7c'), (p) => {
  let g = R(0, 0, W, H, p.paper) + [[300, 130, 1], [980, 100, 1.3], [1430, 190, 0.8]].map((c) => cloud(...c, '#dbe6dc')).join('') + hills(360, 50, p.light, p.paper, 60) + hills(430, 26, p.mid, p.light, 60);
  const willow = (x, y, s) => { let w = P('M-40 0C-10 -140 -40 -260 -30 -360H30C30 -240 20 -120 60 0Z', p.dark) + P(crown(0, -420, 190, 120), p.mid); for (let i = 0; i < 34; i++) { const a = -200 + i * 12, l = between(180, 380) * (1 - Math.abs(a) / 600); w += S(`M${a * 0.7} ${-460 + Math.abs(a) * 0.2}Q${a * 1.25} ${-430} ${a * 1.3} ${f(-400 + l)}`, i % 3 ? p.mid : p.dark, 9) + cuts(a * 1.3 - 8, -400, 16, l, 5, { len: 34, ang: 1.57, width: 10, fill: i % 2 ? p.light : p.dark }); } return at(x, y, s, w); };
  g += willow(240, 560, 1.05) + willow(1420, 540, 0.9) + P(ridge(540, 10), p.light);
  const stream = 'M560 530C700 600 520 640 420 720C330 790 200 840 120 930H1500C1480 840 1340 790 1200 720C1060 650 980 600 1020 530Z';
  g += grass(640, 150, p.mid, 50, 0, W, 90) + P(stream, '#8fb8b8') + within(stream, ripples(100, 540, 1400, 360, 90, p.paper, 120) + ripples(100, 640, 1400, 260, 24, p.dark, 120, 0.6));
  g += E(800, 790, 470, 30, p.dark, 0.35);
  g += P('M250 720Q800 560 1350 720V760Q800 604 250 760Z', p.dark) + P('M230 690Q800 530 1370 690L1390 724Q800 564 210 724Z', p.soft) + range(12, (i) => { const t = (i + 0.5) / 12, x = 230 + t * 1140, y = 690 - 160 * 2 * t * (1 - t) * 1; return L(x, y + 2, x - (0.5 - t) * 24, y + 32, p.accent, 6); });
  const rail = (dy, c, w) => S(`M210 ${560 + dy}Q800 ${400 + dy} 1390 ${560 + dy}`, c, w);
  g += range(9, (i) => { const t = i / 8, x = 230 + t * 1140, y = 560 - 320 * t * (1 - t); return R(x - 13, y - 20, 26, 176, p.accent, 4) + C(x, y + 34, 4, p.dark); }) + rail(0, p.accent, 22) + rail(64, p.accent, 14) + rail(-6, p.soft, 5);
  g += [[90, 900, 320, 16], [180, 906, 250, -14], [1510, 900, 330, -20], [1420, 906, 240, 12], [40, 900, 240, 0]].map((b) => bulrush(...b, p.dark, p.accent)).join('') + grass(910, 100, p.dark, 190, 0, 330, 8) + grass(910, 100, p.dark, 190, 1270, W, 8);
  return g + at(800, 440, 1, P('M-60 10C-50 -40 30 -50 56 -24L96 -20L60 -4C50 24 -10 40 -110 44Z', '#3f7f96') + P('M-40 14C0 34 40 20 54 -6C20 10 -10 8 -40 14Z', p.accent) + C(44, -24, 5, p.paper), 0);
});

scene('plum-glut', pal('#f8ecd6', '#3a1f3d', '#74406e', '#c19ab8', '#d98a35', '#f3c98a'), (p) => {
  const plum = (x, y, r, c = p.mid) => at(x, y, r / 40, E(0, 0, 36, 42, c) + S('M2 -40C20 -10 18 20 4 40', p.dark, 5) + S('M-20 -16Q-28 4 -18 22', p.light, 7) + S('M0 -42q2 -14 10 -22', '#5d7a3f', 6));
  let g = wall(p.soft, '#efbd74', 'dot') + R(100, 400, 1400, 28, p.dark) + P('M220 428h30v50l-30 40ZM1350 428h30v90l-30 -40Z', p.dark);
  [[230, 130, 190], [400, 150, 240], [580, 120, 170], [750, 160, 250], [940, 130, 200], [1110, 150, 230], [1290, 130, 180], [1430, 100, 150]].forEach(([x, w, h], i) => { g += jar(x, 400, w, h, '#fdf3e2', [p.mid, p.dark, '#8f3f5c', p.mid][i % 4], [p.accent, p.paper, p.light, '#5d7a3f'][i % 4], [p.paper, p.accent, p.dark, p.paper][i % 4]); });
  g += R(0, 720, W, 200, p.paper) + range(27, (i) => R(i * 62, 720, 31, 190, p.light, 0, 0.5)) + range(4, (i) => R(0, 730 + i * 52, W, 26, p.light, 0, 0.5)) + L(0, 720, W, 720, p.mid, 8);
  g += range(22, (i) => { const r = i < 9 ? 0 : i < 16 ? 1 : i < 20 ? 2 : 3, k = [0, 9, 16, 20][r], n = [9, 7, 4, 2][r]; return plum(700 + (i - k - (n - 1) / 2) * 74, 650 - r * 62 + ((i * 7) % 3) * 6, 46, (i * 5) % 3 ? p.mid : '#8f3f5c'); });
  const bowl = 'M310 640H1090C1080 780 960 850 820 852H580C440 850 320 780 310 640Z';
  g += E(700, 852, 300, 22, p.mid, 0.35) + carved(bowl, '#5b86a0', [310, 640, 780, 210], 0, {}) + within(bowl, S('M300 690H1100M300 706H1100', p.paper, 7) + range(12, (i) => leaf(330 + i * 66, 770, 50, i % 2 ? -40 : 40, p.paper))) + R(296, 626, 808, 26, p.paper, 13);
  g += plum(1210, 800, 48) + plum(1300, 830, 44, '#8f3f5c') + plum(180, 820, 46) + leaf(1230, 756, 90, -24, '#5d7a3f', p.paper) + leaf(196, 776, 80, -140, '#5d7a3f', p.paper) + at(1400, 780, 1.3, E(0, 0, 60, 34, p.accent) + R(50, -9, 190, 18, p.accent, 9) + E(-4, -4, 44, 21, p.dark), -24);
  return g;
});

scene('saving-tomato-seed', pal('#f9efd2', '#33402a', '#6f8a46', '#c5cf93', '#d3452f', '#f2a477'), (p) => {
  const tom = (x, y, r) => at(x, y, r / 100, P('M0 -86C60 -108 122 -70 118 6C114 70 60 96 0 92C-60 96 -114 70 -118 6C-122 -70 -60 -108 0 -86Z', p.accent) + cuts(-90, -50, 180, 130, 16, { len: 60, ang: (a, b) => Math.atan2(b - 20, a) + 1.57, width: 8, fill: p.soft }) + range(5, (i) => leaf(0, -78, 74, -90 + (i - 2) * 52, p.dark, null, 12)) + S('M0 -80Q4 -120 30 -136', p.dark, 12));
  const half = (x, y, r, rot) => at(x, y, r / 100, C(0, 0, 110, p.accent) + C(0, 0, 92, p.soft) + range(5, (i) => at(0, 0, 1, P('M-12 -22C-46 -50 -40 -84 0 -86C40 -84 46 -50 12 -22Z', '#e4653f') + [[-16, -54], [0, -68], [16, -54], [-6, -40], [8, -42]].map(([a, b]) => E(a, b, 5, 8, p.paper)).join(''), i * 72)) + C(0, 0, 16, p.paper), rot);
  let g = R(0, 0, W, H, p.light) + R(0, 0, W, 560, p.paper) + R(110, -20, 1380, 560, '#dfe7c6') + within(poly([[110, 0], [1490, 0], [1490, 540], [110, 540]]), sun(1220, 180, 90, p.soft, p.soft) + hills(380, 40, p.light, p.paper, 50) + hills(460, 20, p.mid, p.light, 40)) + [110, 800, 1490].map((x) => R(x - 13, -10, 26, 560, p.dark)).join('') + R(100, 250, 1400, 14, p.dark) + R(40, 530, 1520, 40, p.dark) + R(0, 570, W, 340, p.light) + cuts(0, 590, W, 300, 60, { len: 160, ang: 0, jit: 0.01, width: 6, fill: p.mid, op: 0.5 });
  g += S('M160 -20C240 80 150 200 240 300C290 360 260 430 300 500', p.dark, 11) + range(11, (i) => leaf([190, 205, 190, 180, 200, 230, 260, 270, 275, 285, 295][i], 20 + i * 45, 110, i % 2 ? -150 : 20, i % 3 ? p.mid : p.dark, p.light, 32));
  g += tom(250, 640, 118) + tom(500, 700, 140) + half(400, 806, 96, 10) + half(690, 790, 112, -12);
  g += at(950, 780, 1, R(-118, -330, 236, 26, p.dark, 6) + P('M-110 -300H110Q140 -290 140 -250V-20Q140 0 118 0H-118Q-140 0 -140 -20V-250Q-140 -290 -110 -300Z', '#fff8ea') + within('M-130 -240H130V-10H-130Z', R(-130, -170, 260, 170, p.soft) + R(-130, -176, 260, 22, p.paper) + dots(-120, -60, 240, 54, 60, 5, 9, p.paper) + dots(-120, -150, 240, 90, 12, 5, 8, p.paper)) + R(-104, -270, 18, 220, p.paper, 9) + P('M-126 -330Q0 -372 126 -330L150 -270Q90 -292 60 -272Q0 -296 -50 -272Q-90 -292 -150 -270Z', p.mid) + L(-124, -312, 124, -312, p.paper, 8));
  g += P('M1130 740L1440 700L1500 830L1170 866Z', '#fffaf0') + range(48, () => { const u = rnd(), v = rnd(), x = 1150 + u * 310 + v * 40, y = 742 - u * 34 + v * 100; return at(x, y, 1, E(0, 0, 11, 7, '#d9a85e'), between(0, 180)); });
  return g + tom(1300, 600, 84) + range(9, () => at(between(820, 1120), between(820, 870), 1, E(0, 0, 10, 6, '#d9a85e'), between(0, 180)));
});

scene('forty-one-chairs', pal('#f8e8c8', '#27223f', '#584a74', '#a58aa0', '#e5803c', '#f9c873'), (p) => {
  let g = R(0, 0, W, H, p.mid) + R(0, 0, W, 260, p.dark, 0, 0.45) + stars(50, p.paper, 240) + hills(420, 40, '#3d3460', p.mid, 50) + tree(130, 640, 560, p.dark, '#3d3460', p.dark, 210) + tree(1480, 640, 540, p.dark, '#3d3460', p.dark, 200) + tree(800, 520, 230, '#332b52', p.mid, '#332b52', 110);
  g += R(0, 600, W, 310, '#4b6350') + grass(640, 140, '#36493f', 40, 0, W, 40) + E(800, 800, 900, 170, p.soft, 0.22);
  // lights
  [[90, 120, 250], [60, 210, 320]].forEach(([y0, , sag], r) => { g += S(`M-20 ${y0}Q400 ${y0 + sag} 800 ${y0 + 30}Q1200 ${y0 + sag} 1620 ${y0}`, p.dark, 5); for (let i = 0; i < 22; i++) { const t = (i % 11 + 0.5) / 11, L0 = i < 11, x = (L0 ? -20 : 800) + t * (L0 ? 820 : 820), ya = L0 ? y0 : y0 + 30, yb = L0 ? y0 + 30 : y0, y = (1 - t) * (1 - t) * ya + 2 * t * (1 - t) * (y0 + sag) + t * t * yb; g += C(x, y + 16, 34, p.soft, 0.22) + C(x, y + 16, 13, r ? p.accent : p.soft) + R(x - 5, y - 4, 10, 10, p.dark); } });
  const seat = [p.accent, p.soft, '#7fa08a', '#b6526a', p.paper];
  for (let i = 0; i < 9; i++) g += chair(240 + i * 140, 720 + ((i * 5) % 3) * 3, 1.02, (i * 3) % 4, ['#8a5a3c', p.dark, p.light, '#6f3f4a'][i % 4], seat[i % 5]);
  g += P('M180 640H1420L1500 720H100Z', p.paper) + R(100, 720, 1400, 26, '#d9b98c') + within('M180 640H1420L1500 720H100Z', cuts(120, 645, 1360, 70, 26, { len: 150, ang: 0, jit: 0.01, width: 4, fill: '#d9b98c' }) + R(160, 664, 1280, 26, '#b6526a', 0, 0.55)) + [200, 560, 1010, 1370].map((x) => S(`M${x} 746L${x - 24} 850M${x + 30} 746L${x + 54} 850`, '#5d3d2a', 13)).join('');
  const candle = (x, y) => glow(x, y - 66, 74, p.soft) + R(x - 8, y - 52, 16, 52, p.paper, 4) + P(`M${x} ${y - 92}Q${x + 14} ${y - 66} ${x} ${y - 54}Q${x - 14} ${y - 66} ${x} ${y - 92}Z`, p.accent);
  [300, 620, 960, 1290].forEach((x) => { g += candle(x, 678); });
  [[220, 704], [420, 698], [540, 704], [740, 700], [850, 706], [1070, 700], [1180, 704], [1400, 704]].forEach(([x, y], i) => { g += P(`M${x - 40} ${y - 30}H${x + 40}Q${x + 32} ${y} ${x} ${y}Q${x - 32} ${y} ${x - 40} ${y - 30}Z`, seat[(i + 1) % 5]) + E(x, y - 30, 40, 8, p.dark); });
  g += at(790, 668, 0.22, P('M-200 0C-220 -140 -100 -190 0 -190C100 -190 220 -140 200 0Z', p.accent) + S('M-90 -60Q-60 -140 20 -170M20 -40Q40 -120 110 -140', p.paper, 26)) + at(470, 672, 0.6, P('M-30 -100H30L40 0H-40Z', '#7fa08a') + S('M34 -86q40 10 6 60', '#7fa08a', 10) + leaf(-6, -96, 90, -110, p.paper) + leaf(6, -96, 90, -70, p.soft));
  for (let i = 0; i < 8; i++) g += chair(190 + i * 174, 900 + ((i * 7) % 3) * 5, 1.02, (i * 3 + 1) % 4, [p.dark, '#8a5a3c', '#6f3f4a', p.light][i % 4], seat[(i * 2 + 1) % 5]);
  return g + grass(912, 130, '#27372f', 40);
});

// ---------------------------------------------------------------- printing

/** Slightly uneven edges, like a hand-cut block, and specks where the ink did not take. */
function print(slug, { p, draw }, n) {
  seed(slug);
  clips = 0;
  const body = draw(p);
  const specks = dots(0, 0, W, H, 420, 0.9, 2.5, p.paper, 0.5) + dots(0, 0, W, H, 160, 0.9, 2.2, p.dark, 0.28);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${W}" height="${H}" viewBox="0 0 ${W} ${H}">
<filter id="hand" x="-2%" y="-2%" width="104%" height="104%"><feTurbulence type="fractalNoise" baseFrequency="0.022" numOctaves="2" seed="${n + 3}"/><feDisplacementMap in="SourceGraphic" scale="7" xChannelSelector="R" yChannelSelector="G"/></filter>
<rect width="${W}" height="${H}" fill="${p.paper}"/><g filter="url(#hand)"><g transform="translate(${-W * 0.01} ${-H * 0.01}) scale(1.02)">${body}</g></g>${specks}</svg>`;
}

const [modules, ...only] = process.argv.slice(2);
if (!modules) {
  console.error('usage: node illustrate.mjs <folder where sharp is installed> [slug ...]');
  process.exit(2);
}
const sharp = createRequire(join(resolve(modules), 'package.json'))('sharp');
sharp.concurrency(1);
const out = join(dirname(fileURLToPath(import.meta.url)), 'images');
mkdirSync(out, { recursive: true });
for (const [n, slug] of Object.keys(scenes).entries()) {
  if (only.length && !only.includes(slug)) continue;
  const { data, info } = await sharp(Buffer.from(print(slug, scenes[slug], n))).flatten({ background: scenes[slug].p.paper }).raw().toBuffer({ resolveWithObject: true });
  // The busier scenes get a little less quality, to keep the files small.
  let webp, quality = 76;
  do {
    quality -= 6;
    webp = await sharp(data, { raw: info }).webp({ quality, effort: 5 }).toBuffer();
  } while (webp.length > 46 * 1024 && quality > 52);
  writeFileSync(join(out, `${slug}.webp`), webp);
  console.log(`${slug}  ${(webp.length / 1024).toFixed(1)} KiB, quality ${quality}`);
}
