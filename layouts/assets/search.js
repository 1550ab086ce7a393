// Search all texts of the site. The index is a script that is added at the first search: that works from a disk too,
// where browsers let a page neither fetch a file nor import a module.
"use strict";
self.afterview.search = (page, address, entries) => {
  const form = page.querySelector("form.search");
  if (!form) return;
  const field = form.elements.q;
  const status = page.querySelector("#found");
  const list = page.querySelector("#results");
  const before = page.querySelector("#before");
  const most = 40;
  let loading = null;

  // Case and accents do not count; the length stays the same wherever a letter is one character.
  const fold = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").normalize("NFC").toLowerCase();

  const request = () =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = form.dataset.index;
      script.onload = () => resolve(self.afterviewIndex);
      script.onerror = reject;
      document.head.append(script);
    });

  // A sealed page hands its entries over.
  const load = async () => {
    const rows = await (entries ?? request());
    return rows.map(([url, kind, title, day, text]) => {
      return { url, kind, title, day, text, inTitle: fold(title), inText: fold(`${text} ${day}`) };
    });
  };

  // What stands in a title comes first; otherwise the index's order holds, newest first.
  const weigh = (entry, words) => {
    let weight = 0;
    for (const word of words) {
      if (entry.inTitle.startsWith(word)) weight += 3;
      else if (entry.inTitle.includes(word)) weight += 2;
      else if (entry.inText.includes(word)) weight += 1;
      else return 0;
    }
    return weight;
  };

  // A word with one letter wrong, missing or too many.
  const near = (word) => {
    const letters = [...word].map((letter) => letter.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
    const forms = letters.flatMap((_, place) => {
      const [before, after] = [letters.slice(0, place).join(""), letters.slice(place).join("")];
      return [`${before}.?${letters.slice(place + 1).join("")}`, `${before}.${after}`];
    });
    return new RegExp(forms.join("|"), "u");
  };

  const guess = (index, words) => {
    const forms = words.map((word) => (word.length < 4 ? null : near(word)));
    const fits = (text, place) => (forms[place] ? forms[place].test(text) : text.includes(words[place]));
    const titled = (entry) => words.every((_, place) => fits(entry.inTitle, place));
    return index
      .filter((entry) => words.every((_, place) => fits(entry.inTitle, place) || fits(entry.inText, place)))
      .sort((one, other) => titled(other) - titled(one));
  };

  // The best of each kind together, in the order of the best.
  const group = (found) => {
    const kinds = new Map();
    for (const entry of found) kinds.set(entry.kind, [...(kinds.get(entry.kind) ?? []), entry]);
    return [...kinds];
  };

  const excerpt = (entry, words) => {
    const paragraph = document.createElement("p");
    const places = words.map((word) => entry.inText.indexOf(word)).filter((place) => place >= 0);
    const first = Math.max(0, Math.min(entry.text.length, ...places) - 50);
    const start = first && places.length ? entry.text.lastIndexOf(" ", first) + 1 : 0;
    const cut = entry.text.length > start + 180 ? entry.text.lastIndexOf(" ", start + 180) : -1;
    const end = cut > start ? cut : Math.min(entry.text.length, start + 180);
    const same = fold(entry.text).length === entry.text.length;
    if (start) paragraph.append("… ");
    let at = start;
    while (at < end) {
      let next = end;
      let length = 0;
      for (const word of same ? words : []) {
        const place = entry.inText.indexOf(word, at);
        if (place >= 0 && place < next) [next, length] = [place, word.length];
      }
      paragraph.append(entry.text.slice(at, next));
      if (!length) break;
      const mark = document.createElement("mark");
      mark.textContent = entry.text.slice(next, next + length);
      paragraph.append(mark);
      at = next + length;
    }
    if (end < entry.text.length) paragraph.append(" …");
    return paragraph;
  };

  const show = (entry, words) => {
    const place = document.createElement("li");
    const link = document.createElement("a");
    link.href = address.link(entry.url);
    link.textContent = entry.title;
    const about = document.createElement("span");
    about.className = "meta";
    about.textContent = entry.day;
    place.append(link, " ", about);
    if (entry.text) place.append(excerpt(entry, words));
    return place;
  };

  const search = async () => {
    const words = [...new Set(fold(field.value).split(/\s+/).filter(Boolean))];
    if (before) before.hidden = words.length > 0;
    if (!words.length) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    let index;
    try {
      index = await (loading ??= load());
    } catch {
      status.textContent = form.dataset.failed;
      return;
    }
    const now = fold(field.value).split(/\s+/).filter(Boolean);
    if (!words.every((word) => now.includes(word))) return; // somebody typed on meanwhile
    let found = index
      .map((entry) => [weigh(entry, words), entry])
      .filter(([weight]) => weight)
      .sort(([one], [other]) => other - one)
      .map(([, entry]) => entry);
    if (!found.length) found = guess(index, words);
    const shown = found.slice(0, most);
    list.replaceChildren(
      ...group(shown).flatMap(([kind, several]) => {
        const title = document.createElement("h2");
        title.textContent = `${form.getAttribute(`data-kind-${kind}`)} (${found.filter((it) => it.kind === kind).length})`;
        const entries = document.createElement("ol");
        entries.append(...several.map((entry) => show(entry, words)));
        return [title, entries];
      }),
    );
    const { none, one, other, first } = form.dataset;
    const text = !found.length ? none : found.length === 1 ? one : found.length > most ? first : other;
    status.textContent = text.replace("#", found.length);
  };

  const keep = () => address.write(field.value ? new URLSearchParams({ q: field.value }).toString() : "");

  field.addEventListener("input", () => {
    keep();
    search();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  field.value = new URLSearchParams(address.read()).get("q") ?? "";
  if (!field.value) field.focus({ preventScroll: true });
  search();
};

if (!self.afterview.sealed) self.afterview.search(document, self.afterview.address);
