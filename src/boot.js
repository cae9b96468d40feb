// Starts the app. Trunk would write this into index.html as an inline script, which a strict Content-Security-Policy
// forbids; instead it leaves the addresses there as data (see pattern_script in Trunk.toml).

const { module, wasm } = document.querySelector("meta[name=lychgate-app]").dataset;

// Firefox breaks off what a page loads as soon as somebody reloads it or leaves, while it is still to be seen.
let left = false;
const leave = () => {
  left = true;
};
addEventListener("beforeunload", leave);

try {
  const app = await import(new URL(module, document.baseURI));
  await app.default({ module_or_path: new URL(wasm, document.baseURI) });
} catch (error) {
  if (left) {
    // Unless it stays after all there is nobody to be told.
    await new Promise((resolve) => setTimeout(resolve, 5000));
  }
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
} finally {
  removeEventListener("beforeunload", leave);
}
