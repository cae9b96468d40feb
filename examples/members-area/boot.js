// Starts the app. Trunk would write this into index.html as an inline script, which a strict Content-Security-Policy
// forbids.

const { module, wasm } = document.querySelector("meta[name=app]").dataset;
const app = await import(new URL(module, document.baseURI));
await app.default({ module_or_path: new URL(wasm, document.baseURI) });
