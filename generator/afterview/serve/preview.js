// Keep a previewed page up to date: listen, reload or restyle, and show problems over the page. Never part of a site.
(() => {
  "use strict";
  const script = document.currentScript;
  const mine = JSON.parse(script.dataset.state);
  const place = "afterview-place:" + location.pathname;

  const kept = sessionStorage.getItem(place);
  if (kept !== null) {
    sessionStorage.removeItem(place);
    history.scrollRestoration = "manual";
    const [x, y] = JSON.parse(kept);
    addEventListener("load", () => scrollTo(x, y));
    scrollTo(x, y);
  }

  const reload = () => {
    sessionStorage.setItem(place, JSON.stringify([scrollX, scrollY]));
    location.reload();
  };

  const restyle = (version) => {
    for (const old of document.querySelectorAll('link[rel="stylesheet"]:not([href^="/~/"])')) {
      const fresh = old.cloneNode();
      fresh.href = old.href.split("?")[0] + "?" + version;
      fresh.addEventListener("load", () => old.remove());
      old.after(fresh);
    }
  };

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  const show = (problems) => {
    document.getElementById("afterview-problems")?.remove();
    if (!problems.length || document.body.classList.contains("afterview-stopped")) return;
    const box = document.createElement("section");
    box.id = "afterview-problems";
    box.setAttribute("role", "alert");
    const { one, other } = script.dataset;
    box.append(element("h2", problems.length === 1 ? one : other.replace("#", problems.length)));
    const list = document.createElement("ol");
    for (const problem of problems.slice(0, 50)) {
      const entry = document.createElement("li");
      entry.append(element("p", problem.path + ":" + (problem.line || 1), "where"));
      entry.append(element("p", problem.message));
      if (problem.excerpt) entry.append(element("pre", problem.excerpt));
      if (problem.hint) entry.append(element("p", problem.hint, "hint"));
      list.append(entry);
    }
    box.append(list);
    document.body.append(box);
  };

  const hear = (event) => {
    const news = JSON.parse(event.data);
    if (news.boot !== mine.boot) return reload();
    if (news.follow && news.site > mine.site) {
      const target = script.dataset.prefix + news.follow;
      const [path, anchor] = target.split("#");
      if (location.pathname !== path) return location.assign(target);
      if (anchor) location.hash = anchor;
    }
    if (news.site !== mine.site) return reload();
    if (news.version !== mine.version && document.body.classList.contains("afterview-stopped")) return reload();
    if (news.style !== mine.style) restyle((mine.style = news.style));
    show(news.problems);
  };

  const source = new EventSource("/~/events");
  source.addEventListener("message", hear);
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
