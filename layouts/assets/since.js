// Show a mentor what is new: since a day, and on a sealed page for this device.
"use strict";
self.afterview ??= {};
self.afterview.since = (page, seal) => {
  const news = page.querySelector(".news");
  if (!news) return;
  const find = (selector) => news.querySelector(selector);
  const [field, title, forget] = [find("input"), find("h2"), find("button")];
  const first = [...title.childNodes];
  const groups = [...news.querySelectorAll("details")];
  const entries = [...news.querySelectorAll(".entry")];
  const recent = new Set(entries.filter((entry) => !entry.hidden));

  const name = (day) => {
    const lang = document.documentElement.lang.replace(/^en$/, "en-GB");
    return news.dataset.day.replace("{date}", new Date(`${day}T00:00`).toLocaleDateString(lang, { dateStyle: "long" }));
  };

  const filter = () => {
    const { value, defaultValue } = field;
    const fits = (entry) => (value === defaultValue ? recent.has(entry) : entry.dataset.date >= value);
    for (const entry of entries) entry.hidden = !fits(entry) && !entry.querySelector(".new");
    for (const it of groups) {
      it.hidden = !it.querySelector(".entry:not([hidden])");
      it.open ||= value || it.querySelector(".new");
    }
    find(".empty").hidden = groups.some((it) => !it.hidden);
    title.replaceChildren(...(value === defaultValue ? first : [value ? name(value) : news.dataset.all]));
  };

  // An item's state is kept, and for a day its word. The first visit gives none.
  const mark = async () => {
    const newest = (a, b) => b.dataset.date.localeCompare(a.dataset.date);
    const items = [...page.querySelectorAll("[data-item]")].sort(newest).slice(0, 1000);
    const ids = await Promise.all(items.map((item) => seal.digest(item.dataset.item)));
    const text = await seal.read("seen");
    const seen = JSON.parse(text || "{}");
    const today = self.afterview.form.today();
    const now = items.map((item, at) => {
      const { state } = item.dataset;
      const [before, day, kept] = (seen[ids[at]] ?? "").split(" ");
      if (!text || (before === state && day !== today)) return [ids[at], state];
      const word = before === state ? kept : before ? "changed" : "new";
      const badge = document.createElement("span");
      Object.assign(badge, { className: "badge new", textContent: news.dataset[word] });
      item.querySelector(item.matches(".entry") ? "p" : ".meta").append(" ", badge);
      return [ids[at], `${state} ${today} ${word}`];
    });
    await seal.write("seen", JSON.stringify(Object.fromEntries(now)));
    forget.hidden = !(await seal.read("seen"));
    forget.addEventListener("click", () => {
      seal.write("seen", "");
      for (const badge of page.querySelectorAll(".new")) badge.remove();
      filter();
      forget.hidden = true;
      find("[role=status]").textContent = news.dataset.forgotten;
    });
    filter();
  };

  field.addEventListener("input", filter);
  if (seal) mark().catch(() => {});
};

if (!self.afterview.sealed) self.afterview.since(document);
