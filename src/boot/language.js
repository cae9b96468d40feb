// Before anything is painted: the language that the site speaks, and its words, which load beside the app. src/i18n
// goes on with what is decided here.

(() => {
  // By code: the file with the words, the direction of writing, and what is said while nothing else is there. `cargo xtask catalogs` fills it in.
  const languages = "%languages%";

  const note = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Storage is blocked.
    }
  };
  // A person's own choice, then the browser's, then that of the site: where the first two are none of ours, it was noted before.
  const wanted = [note("lychgate:language"), ...navigator.languages, note("lychgate:default-language")];
  const codes = wanted.map((code) => code?.split("-")[0].toLowerCase());
  const language = codes.find((code) => Object.hasOwn(languages, code)) ?? Object.keys(languages)[0];
  const { direction, loading, failure } = languages[language];
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  document.title = loading;

  const fetched = async (file) => {
    for (let pause = 300; ; pause *= 3) {
      try {
        const answer = await fetch(new URL(file, document.baseURI));
        if (answer.ok) {
          const words = await answer.text();
          JSON.parse(words); // A page in their place, as some servers give for what is missing, is none.
          return words;
        }
        throw new Error(`${file}: ${answer.status}`);
      } catch (error) {
        if (pause > 1000) {
          throw error;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  const loads = {};
  // The words of a language, loaded once. What has failed three times is loaded anew when it is asked for again.
  const load = (code) => {
    loads[code] ??= fetched(languages[code].file).catch((error) => {
      delete loads[code];
      throw error;
    });
    return loads[code];
  };
  const words = load(language);
  words.catch(() => {}); // src/boot/boot.js says so.
  // The same for the app and for src/boot/boot.js: a page that says that it could not be loaded never loads after all.
  globalThis.lychgate = { begin: () => words, load, failure };
})();
