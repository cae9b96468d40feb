// What translators, extensions and password managers do to a page. These functions run in it.

/**
 * Translates the page as Chrome’s translator does, now and whenever a text comes or changes: each text is replaced by two nested `<font>`, in
 * capital letters here. The global `stopTranslating` puts the texts back.
 */
export function translate(): void {
  const fonts = new Map<Element, Text>();
  const translateText = (text: Text) => {
    const parent = text.parentElement;
    if (!text.data.trim() || !parent || parent.closest("script, style, noscript, template, font, [translate=no]")) {
      return;
    }
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    inner.textContent = text.data.toUpperCase();
    outer.append(inner);
    fonts.set(outer, text);
    text.replaceWith(outer);
  };
  const translateAll = (node: Node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const texts: Text[] = node instanceof Text ? [node] : [];
    while (walker.nextNode()) {
      texts.push(walker.currentNode as Text);
    }
    texts.forEach(translateText);
  };
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      (type === "characterData" ? [target] : [...addedNodes]).filter((node) => node.isConnected).forEach(translateAll);
    }
  });
  translateAll(document.body);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  Object.assign(globalThis, {
    stopTranslating() {
      observer.disconnect();
      for (const [font, text] of fonts) {
        if (font.isConnected) {
          font.replaceWith(text);
        }
      }
    },
  });
}

/** Returns the texts of the page that are not translated, and those that stand in two languages beside each other. */
export function untranslated(): string[] {
  const wrong: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    const parent = text.parentElement;
    if (text.data.trim() && parent && !parent.closest("script, style, noscript, template, [translate=no]") && /\p{Ll}/u.test(text.data)) {
      wrong.push(text.data);
    }
  }
  return wrong;
}

/** Moves, wraps, removes or adds a random node. Returns what it did. */
export function changeNode([which, how, where]: [number, number, number]): string {
  const nodes: ChildNode[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    nodes.push(walker.currentNode as ChildNode);
  }
  const pick = (number: number) => nodes[Math.floor(number * nodes.length)];
  const [node, other] = [pick(which), pick(where)];
  if (!node || !other) {
    return "nothing";
  }
  const added = () => Object.assign(document.createElement("x-extension"), { textContent: "x" });
  const wrap = added();
  switch (Math.floor(how * 5)) {
    case 0:
      node.remove();
      return `removed ${node.nodeName}`;
    case 1:
      node.replaceWith(wrap);
      wrap.append(node);
      return `wrapped ${node.nodeName}`;
    case 2:
      if (!node.contains(other)) {
        other.before(node);
      }
      return `moved ${node.nodeName}`;
    case 3:
      node.before(added());
      return `added before ${node.nodeName}`;
    default:
      node.replaceWith(node.cloneNode(true));
      return `replaced ${node.nodeName}`;
  }
}

/** Fills in the fields of the form, by name, as a password manager does: with the browser's own setter, and these events. */
export function fillFields(values: Record<string, string>, events: readonly string[]): void {
  for (const [name, value] of Object.entries(values)) {
    const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`main [name=${name}]:not([hidden])`);
    if (!field) {
      throw new Error(`no field ${name}`);
    }
    const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
    for (const type of events) {
      field.dispatchEvent(new Event(type, { bubbles: true }));
    }
  }
}

/** Has the browser render nothing any more, by an error with this message. */
export function breakRendering(message: string): void {
  document.createElementNS = () => {
    throw new Error(message);
  };
  Document.prototype.createTextNode = document.createElementNS as never;
  Node.prototype.cloneNode = document.createElementNS as never;
}
