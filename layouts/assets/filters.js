// Narrow the list of interviews to what is chosen. The address holds the choice, so that it can be kept and sent.
"use strict";
self.afterview.filters = (page, address) => {
  const form = page.querySelector("form.filters");
  if (!form) return;
  const fields = [...form.elements].filter((field) => field.name);
  const entries = [...page.querySelectorAll(".entries > .entry")];
  const sections = [...page.querySelectorAll("main section")];
  const status = page.querySelector("#count");
  const reset = form.querySelector("button");
  const folds = [...page.querySelectorAll(".year-fold")];
  const counts = page.querySelectorAll(".year-fold > summary .meta");
  const folded = folds.map((fold) => fold.open);

  const fits = (entry, name, value) => {
    const has = entry.dataset[name] ?? "";
    if (name === "skill") return has.split(" ").includes(value);
    return has === value;
  };

  const narrow = () => {
    const chosen = fields.filter((field) => field.value);
    let shown = 0;
    for (const entry of entries) {
      entry.hidden = !chosen.every((field) => fits(entry, field.name, field.value));
      if (!entry.hidden) shown += 1;
    }
    // What fits may lie in a year that is folded.
    folds.forEach((fold, place) => (fold.open = chosen.length ? true : folded[place]));
    reset.hidden = !chosen.length;
    for (const section of sections) section.hidden = !section.querySelector(".entry:not([hidden])");
    for (const count of counts) count.hidden = chosen.length > 0; // it counts all of a year
    const { all, some, none } = form.dataset;
    status.textContent = !chosen.length ? all : shown ? some.replace("#", shown) : none;
    return new URLSearchParams(chosen.map((field) => [field.name, field.value]));
  };

  const keep = (query) => address.write(query.toString());

  const asked = new URLSearchParams(address.read());
  for (const field of fields) {
    field.value = asked.get(field.name) ?? "";
    if (field.selectedIndex === -1) field.value = "";
  }
  narrow();
  form.addEventListener("input", () => keep(narrow()));
  form.addEventListener("reset", () => setTimeout(() => keep(narrow())));
  form.addEventListener("submit", (event) => event.preventDefault());
};

if (!self.afterview.sealed) self.afterview.filters(document, self.afterview.address);
