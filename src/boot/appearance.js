// Before anything is painted: light or dark, as the person has chosen at an earlier visit (src/browser/appearance.rs).

try {
  const chosen = localStorage.getItem("lychgate:appearance");
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.appearance = chosen;
  }
} catch {
  // Storage is blocked: then it is as the device is.
}
