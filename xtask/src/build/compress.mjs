// Writes `.br` and `.gz` beside each file that is named. Node.js has the reference encoder of brotli, which comes out smaller than others.
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import zlib from "node:zlib";

const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_MAX_QUALITY, Z_BEST_COMPRESSION } = zlib.constants;
const encoders = {
  br: (bytes) =>
    promisify(zlib.brotliCompress)(bytes, {
      params: { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gz: (bytes) => promisify(zlib.gzip)(bytes, { level: Z_BEST_COMPRESSION }),
};

await Promise.all(
  process.argv.slice(1).map(async (file) => {
    const bytes = await readFile(file);
    for (const [ending, encode] of Object.entries(encoders)) {
      const compressed = await encode(bytes);
      if (compressed.length < bytes.length) {
        await writeFile(`${file}.${ending}`, compressed);
      }
    }
  }),
);
