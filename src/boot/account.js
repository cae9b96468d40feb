// Asks for what a page for members needs of its user, before anything else is there, where the service worker has the token of the page before
// (src/worker/keeper.js). `cargo xtask build` puts this script into the head of each such page. src/boot/boot.js hands the answers over to the app,
// which is to say whether they are of use: they are those of one user at one Directus.

(() => {
  const controller = navigator.serviceWorker?.controller;
  const paths = document.documentElement.dataset.account.split(" ");
  if (!controller) {
    return;
  }
  const { port1, port2 } = new MessageChannel();
  lychgate.account = new Promise((resolve) => {
    port1.onmessage = ({ data }) => {
      const [, base, token, user] = /^lychgate:(\S*):tabs hand-over \d+ \d+ \S+ ([^ -]\S+) (.+)$/.exec(data) ?? [];
      const ask = async (path) => {
        const answer = await fetch(base + path, { headers: { Accept: "application/json", Authorization: `Bearer ${token}` } });
        return [answer.status, await answer.text()];
      };
      resolve(user && { base, asked: paths.map((path) => [path, ask(path).catch(() => []), user]) });
    };
    setTimeout(resolve, 500);
  });
  controller.postMessage({ keeper: "", message: "ask" }, [port2]);
})();
