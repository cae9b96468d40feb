// Starts the app. Trunk would write this into index.html as an inline script, which a strict Content-Security-Policy
// forbids; instead it leaves the addresses there as data (see pattern_script in Trunk.toml).

const { module, wasm } = document.querySelector("meta[name=lychgate-app]").dataset;

try {
  const app = import(new URL(module, document.baseURI));
  const started = app.then((app) => app.default({ module_or_path: new URL(wasm, document.baseURI) }));
  // The app waits for the words itself; where they don't come it has nothing to say.
  await Promise.all([started, globalThis.lychgate.begin()]);
} catch (error) {
  // Firefox breaks off what a page loads as soon as it is reloaded or left, while it is still to be seen: it is given time to go.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  console.error("The app did not start.", error);
  // English, which the build fills in, where not even src/boot/language.js has loaded.
  const [title, advice, again] = globalThis.lychgate?.failure ?? "%failure%";
  document.title = title;
  const page = document.createElement("main");
  page.className = "page narrow";
  const mark = document.createElement("img");
  mark.className = "mark";
  mark.alt = "";
  mark.src = document.querySelector("link[rel=icon]").href;
  const heading = document.createElement("h1");
  heading.textContent = title;
  const paragraph = document.createElement("p");
  paragraph.textContent = advice;
  const button = document.createElement("button");
  button.className = "button button-primary";
  button.textContent = again;
  button.addEventListener("click", () => location.reload());
  const actions = document.createElement("p");
  actions.className = "actions";
  actions.append(button);
  page.append(mark, heading, paragraph, actions);
  document.body.replaceChildren(page);
}
