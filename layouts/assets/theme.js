// Light, dark, or as the system has it: what a reader chose once holds for the whole site. A classic script, since
// browsers load no modules from a disk.
"use strict";
self.afterview ??= {};

// Where scripts keep a choice, and how they link: an ordinary page's own address. A sealed page hands over another.
self.afterview.address = {
  link: (url) => url,
  read: () => location.search,
  write: (query) => {
    try {
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    } catch {
      // Some browsers keep no addresses for files on a disk.
    }
  },
};

self.afterview.theme = (page) => {
  const root = document.documentElement;
  const key = "afterview-theme";
  const known = ["light", "dark"];

  // A browser may forbid to remember anything; the choice then holds for one page.
  const recall = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const remember = (value) => {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch {
      // See above.
    }
  };
  const show = (value) => {
    if (known.includes(value)) root.dataset.theme = value;
    else delete root.dataset.theme;
  };

  show(recall());
  root.classList.add("has-scripts");
  const select = page.querySelector("#theme");
  if (!select) return;
  select.value = root.dataset.theme ?? "";
  select.addEventListener("change", () => {
    show(select.value);
    remember(select.value);
  });
};

// A slash leads to the search from anywhere but a field that one writes in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  const field = document.querySelector("form.search input");
  if (field) field.focus();
  else document.querySelector(".find a")?.click();
});

if (!self.afterview.sealed) self.afterview.theme(document);
