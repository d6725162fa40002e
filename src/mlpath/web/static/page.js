// Changes: JSON to this server, with the tab's token; then the page anew, as the server renders it.
// Text goes in as text. The page that comes back is parsed by the browser as a document of this server, not put in as HTML.
"use strict";
(() => {
  const TOKEN = "mlpath-token";
  const said = document.getElementById("said");
  const wrong = document.getElementById("gone-wrong");

  const tell = (place, text) => {
    said.replaceChildren();
    wrong.replaceChildren();
    if (!text) return;
    const line = document.createElement("p");
    line.textContent = text;
    // Screen readers speak of what comes into a region that is there already.
    window.setTimeout(() => place.replaceChildren(line), 50);
  };

  const show = () => document.documentElement.classList.toggle("token", Boolean(sessionStorage.getItem(TOKEN)));

  const post = async (path, body) => {
    const headers = { "content-type": "application/json" };
    const token = sessionStorage.getItem(TOKEN);
    if (token) headers.authorization = `Bearer ${token}`;
    const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    const found = await answer.json();
    if (answer.ok) return found;
    if (answer.status === 401 && path !== "/api/session") {
      sessionStorage.removeItem(TOKEN);
      show();
    }
    throw new Error([found.error.message, found.error.hint].filter(Boolean).join(". "));
  };

  const exchange = async () => {
    const key = new URLSearchParams(location.hash.slice(1)).get("key");
    if (!key) return;
    history.replaceState(null, "", location.pathname + location.search);
    try {
      sessionStorage.setItem(TOKEN, (await post("/api/session", { key })).token);
    } catch (error) {
      if (!sessionStorage.getItem(TOKEN)) tell(wrong, `${error.message}.`);
    }
    show();
  };

  // The server's page, as a document.
  const fetched = (address) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("GET", address);
      request.responseType = "document";
      request.onload = () => (request.response ? resolve(request.response) : reject(new Error("the page did not come")));
      request.onerror = () => reject(new Error("the server does not answer; is mlpath serve still running?"));
      request.send();
    });

  const renew = async (key) => {
    const fresh = document.adoptNode((await fetched(location.href)).querySelector("main"));
    const open = new Set([...document.querySelectorAll("details[open] > summary")].map((one) => one.getAttribute("aria-label")));
    document.querySelector("main").replaceWith(fresh);
    for (const summary of fresh.querySelectorAll("details > summary")) {
      if (summary.hasAttribute("aria-label") && open.has(summary.getAttribute("aria-label"))) summary.parentElement.open = true;
    }
    const same = key && [...fresh.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
    (same || fresh).focus({ preventScroll: true });
    document.dispatchEvent(new Event("page-renewed"));
  };

  const listed = (list, name, steps) => {
    for (const step of steps.slice(0, 8)) {
      const item = document.createElement("li");
      item.className = name;
      const from = step.title === step.resource_title ? "" : `${step.resource_title}, `;
      item.textContent = `${step.title} (${from}${step.said})`;
      list.append(item);
    }
    if (steps.length > 8) {
      const item = document.createElement("li");
      item.className = name;
      item.textContent = `and ${steps.length - 8} more`;
      list.append(item);
    }
  };

  const difference = (found) => {
    const place = document.getElementById("difference");
    if (!place || !(found.added || found.removed)) return;
    const line = document.createElement("p");
    line.textContent = found.message;
    const list = document.createElement("ul");
    listed(list, "new", found.added);
    listed(list, "gone", found.removed);
    place.replaceChildren(line, list);
    place.hidden = false;
  };

  let busy = false;
  const change = async (path, body, from, key) => {
    if (busy) return;
    busy = true;
    from.setAttribute("aria-busy", "true");
    try {
      const found = await post(path, body);
      await renew(key);
      difference(found.difference || found);
      tell(said, found.message);
    } catch (error) {
      tell(wrong, error instanceof TypeError ? "The server does not answer; is mlpath serve still running?" : `${error.message}.`);
    } finally {
      busy = false;
      from.removeAttribute("aria-busy");
    }
  };

  // A wish joins those of its kind that there are.
  const wish = async (kind, text, from) => {
    if (kind === "know") return change("/api/marks", { kind: "know", ids: [text] }, from);
    let has = [];
    try {
      has = (await (await fetch("/api/plan")).json()).request[kind] || [];
    } catch {
      has = [];
    }
    return change("/api/plan", { [kind]: [...new Set([...has, text])] }, from);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.post) change(button.dataset.post, JSON.parse(button.dataset.body), button, button.dataset.key);
    else if (button.dataset.wish) wish(button.dataset.wish, button.dataset.text, button);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.form) return;
    event.preventDefault();
    const button = form.querySelector("button");
    const values = new FormData(form);
    if (form.dataset.form === "wish") wish(values.get("kind"), values.get("text"), button);
    else {
      // Hours that were not touched leave the minutes of each weekday as they are.
      const hours = form.querySelector("[name=hours]");
      const asked = { by: values.get("by") || null };
      if (hours.value !== hours.defaultValue) asked.hours_per_week = hours.value ? Number(hours.value) : null;
      change("/api/plan", asked, button);
    }
  });
  window.addEventListener("hashchange", exchange);
  show();
  exchange();
})();
