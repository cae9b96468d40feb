// Starts the app. Trunk would write this into index.html as an inline script, which a strict Content-Security-Policy
// forbids; instead it leaves the addresses there as data (see pattern_script in Trunk.toml).

const { module, wasm } = document.querySelector("meta[name=lychgate-app]").dataset;

try {
  const app = await import(new URL(module, document.baseURI));
  await app.default({ module_or_path: new URL(wasm, document.baseURI) });
} catch (error) {
  // Firefox breaks off what a page loads as soon as it is reloaded or left, while it is still to be seen: it is given time to go.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  console.error("The app did not start.", error);
  document.title = "This page could not be loaded";
  const page = document.createElement("main");
  page.className = "page narrow";
  const heading = document.createElement("h1");
  heading.textContent = document.title;
  const advice = document.createElement("p");
  advice.textContent = "Please check your connection and load it again. If it keeps failing, your browser may be too old for this site.";
  const again = document.createElement("button");
  again.className = "button button-primary";
  again.textContent = "Load again";
  again.addEventListener("click", () => location.reload());
  page.append(heading, advice, again);
  document.body.replaceChildren(page);
}
