// Compiles style sheets, in their places, to the browsers that the first argument names ("chrome 111,firefox 115"). The others are the files.
import { readFile, writeFile } from "node:fs/promises";
import { browserslistToTargets, transform } from "lightningcss";

const [browsers, ...files] = process.argv.slice(1);
const targets = browserslistToTargets(browsers.split(","));

await Promise.all(
  files.map(async (filename) => {
    const { code } = transform({ filename, code: await readFile(filename), targets, minify: true });
    await writeFile(filename, code);
  }),
);
