// Show a sealed site: the fragment of the address has the code and the page, as #CODE/url?query#anchor.
"use strict";
(() => {
  const { parseCode, decrypt, inflate } = self.afterview.unseal;
  const here = "https://x.invalid/";
  const types = { svg: "image/svg+xml", jpg: "image/jpeg", json: "application/json" };
  const blobs = new Map();
  let words, bundle, key, code;
  let shown = ""; // the fragment of the page that is shown
  let url = ""; // and that page

  const decode = (text) => {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let place = 0; place < raw.length; place += 1) bytes[place] = raw.charCodeAt(place);
    return bytes;
  };
  const parse = (hash) => /^#?([^/?#]*)\/?([^?#]*)(\?[^#]*)?(?:#(.*))?$/.exec(hash);

  // The fragment that leads to an address of the site; nothing for an address elsewhere.
  const route = (address) => {
    const { origin, pathname, search, hash } = new URL(address, here + url);
    return origin + "/" === here ? `#${code}${pathname}${search}${hash}` : "";
  };
  const find = (address) => decodeURIComponent(new URL(address, here + url).pathname.slice(1)) || bundle.home;

  const blob = (name) => {
    const file = bundle.files[name];
    const kind = name.split(".").pop();
    const body = file.b ? decode(file.b) : file;
    if (!blobs.has(name)) blobs.set(name, URL.createObjectURL(new Blob([body], { type: types[kind] ?? `image/${kind}` })));
    return blobs.get(name);
  };

  // Lead every link to its place in the bundle, or to a new tab; one to a file that is not in the bundle goes.
  const lead = (page) => {
    for (const link of page.querySelectorAll("a[href]")) {
      const address = link.getAttribute("href");
      const to = route(address);
      const name = to && find(address);
      if (address === "#main") continue; // who skips to the text stays on the page
      if (/^https?:/.test(address)) {
        link.target = "_blank";
        link.rel = "noopener noreferrer";
      } else if (!to) {
        continue;
      } else if (!(name in bundle.files)) {
        (link.closest("li") ?? link).remove();
      } else if (name.endsWith(".html")) {
        link.setAttribute("href", to);
      } else {
        link.setAttribute("href", blob(name));
        link.setAttribute("download", name.split("/").pop());
      }
    }
    for (const image of page.querySelectorAll("img[src]")) {
      const address = image.getAttribute("src");
      if (route(address)) image.src = blob(find(address));
    }
  };

  const address = {
    link: route,
    read: () => parse(location.hash)[3] ?? "",
    write: (query) => {
      history.replaceState(history.state, "", `#${code}/${url}${query && "?"}${query}`);
      shown = location.hash;
    },
  };

  const scroll = (anchor, place) => {
    const target = anchor && document.getElementById(decodeURIComponent(anchor));
    for (let fold = target; fold; fold = fold.parentElement) if (fold.localName === "details") fold.open = true;
    if (place === undefined && target) target.scrollIntoView({ behavior: "instant" });
    else scrollTo({ top: place ?? 0, behavior: "instant" });
  };

  const start = () => {
    const { theme, filters, search, reply, since, seal } = self.afterview;
    const kept = seal(key);
    theme(document);
    filters(document, address);
    search(document, address, bundle.search);
    reply(document, kept);
    since(document, kept);
  };

  const show = () => {
    if (location.hash === shown) return;
    if (shown && parse(location.hash)[1] !== code) {
      location.reload();
      return;
    }
    const [, , path, query, anchor] = parse(location.hash);
    const name = decodeURIComponent(path) || bundle.home;
    const same = shown && name === url && (query ?? "") === (parse(shown)[3] ?? "");
    shown = location.hash;
    if (!same) {
      url = name.endsWith(".html") && name in bundle.files ? name : bundle.home;
      const page = new DOMParser().parseFromString(bundle.files[url], "text/html");
      document.title = page.title;
      const { lang, dir } = page.documentElement;
      Object.assign(document.documentElement, { lang, dir });
      for (const part of page.querySelectorAll("noscript, script")) part.remove();
      lead(page.body);
      document.body.replaceChildren(...page.body.children);
      start();
      document.querySelector("main")?.focus({ preventScroll: true });
    }
    scroll(anchor, history.state?.place);
  };

  const keep = () => {
    if (bundle && location.hash === shown) history.replaceState({ place: scrollY }, "");
  };

  const open = async (text) => {
    if (!self.crypto?.subtle || !self.DecompressionStream || !document.adoptedStyleSheets) throw new Error("browser");
    key = await parseCode(text);
    const file = decode(document.getElementById("sealed").textContent);
    bundle = JSON.parse(await inflate(await decrypt(file, key)));
    const style = new CSSStyleSheet();
    style.replaceSync(bundle.files["assets/style.css"]);
    document.adoptedStyleSheets = [style];
    [, code] = parse(location.hash);
    history.scrollRestoration = "manual";
    addEventListener("click", follow, true);
    addEventListener("scrollend", keep);
    addEventListener("pagehide", keep);
    show();
  };

  // A link to the place where one is only scrolls: browsers see no change of address.
  const follow = (event) => {
    keep();
    const link = event.target.closest?.("a[href]");
    const to = link?.getAttribute("href");
    if (![location.hash, "#main"].includes(to) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (to === "#main") document.querySelector("main").focus();
    else scroll(parse(shown)[4]);
  };

  const ask = (sentence) => {
    document.getElementById("gate").hidden = false;
    document.getElementById("wrong").textContent = sentence ? words[sentence] : "";
  };

  const enter = (text) => open(text).catch((error) => ask(error.message in words ? error.message : "damaged"));

  addEventListener("DOMContentLoaded", () => {
    const all = JSON.parse(document.getElementById("words").textContent);
    const language = navigator.languages.map((name) => name.slice(0, 2)).find((name) => name in all) ?? "en";
    words = all[language];
    document.documentElement.lang = language;
    for (const part of document.querySelectorAll("[data-words]")) part.textContent = words[part.dataset.words];
    document.title = words.title;
    document.getElementById("gate").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = document.getElementById("code").value;
      const [, fragment] = parse(text.slice(text.indexOf("#") + 1));
      history.replaceState(null, "", `#${fragment.replace(/\s/g, "")}`);
      enter(text);
    });
    addEventListener("hashchange", () => (bundle ? show() : enter(location.hash)));
    if (parse(location.hash)[1]) enter(location.hash);
    else ask();
  });
})();
