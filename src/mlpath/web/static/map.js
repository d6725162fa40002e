// The map: select a topic to see what it needs and what it opens; arrow keys go from card to card.
// Used by the page and carried inside the static file. Text goes in as text, never as HTML.
"use strict";
(() => {
  const make = (tag, text, attributes = {}) => {
    const found = document.createElement(tag);
    if (text) found.textContent = text;
    for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
    return found;
  };
  const cards = (map) => [...map.querySelectorAll(".card")];
  const nameOf = (card) => card.getAttribute("aria-label").replace(/, [^,]*$/, "");
  const wordOf = (card) => card.getAttribute("aria-label").replace(/^.*, /, "");

  // Topics from which a way leads to one (or to which one leads), by the edges of the page.
  const reached = (edges, from, at, to) => {
    const found = new Set();
    const waiting = [from];
    while (waiting.length) {
      const id = waiting.pop();
      for (const edge of edges) {
        if (edge[at] === id && !found.has(edge[to])) {
          found.add(edge[to]);
          waiting.push(edge[to]);
        }
      }
    }
    return found;
  };

  const clear = (map) => {
    map.classList.remove("choosing");
    for (const one of map.querySelectorAll(".lit, .selected, .opened")) one.classList.remove("lit", "selected", "opened");
    for (const card of cards(map)) card.removeAttribute("aria-current");
    const panel = document.getElementById("chosen");
    panel.hidden = true;
    panel.replaceChildren();
  };

  const told = (title, list) => {
    const line = make("p");
    line.append(make("b", `${title}: `), document.createTextNode(list.length ? list.join(", ") : "nothing"));
    return line;
  };

  const select = (map, card) => {
    clear(map);
    const edges = JSON.parse(document.getElementById("edges").textContent);
    const id = card.dataset.topic;
    const needed = reached(edges, id, 1, 0);
    const opened = new Set(edges.filter((edge) => edge[0] === id).map((edge) => edge[1]));
    map.classList.add("choosing");
    for (const other of cards(map)) {
      const topic = other.dataset.topic;
      if (topic === id || needed.has(topic) || opened.has(topic)) other.classList.add("lit");
      if (opened.has(topic)) other.classList.add("opened");
    }
    card.classList.add("selected");
    card.setAttribute("aria-current", "true");
    for (const path of map.querySelectorAll(".edges path")) {
      const { from, to } = path.dataset;
      const inside = (needed.has(from) && (needed.has(to) || to === id)) || from === id;
      const far = path.classList.contains("far");
      if (inside && (!far || from === id || to === id)) path.classList.add("lit");
    }
    const name = new Map(cards(map).map((other) => [other.dataset.topic, nameOf(other)]));
    const direct = edges.filter((edge) => edge[1] === id).map((edge) => name.get(edge[0])).filter(Boolean);
    const panel = document.getElementById("chosen");
    const count = needed.size === 1 ? "1 topic" : `${needed.size} topics`;
    panel.append(
      make("h2", `${nameOf(card)}: ${wordOf(card)}`),
      told("Needs at once", direct),
      make("p", `In all it stands on ${count}, shown here.`, { class: "soft" }),
      told("Opens", [...opened].map((topic) => name.get(topic)).filter(Boolean)),
    );
    const links = make("p", "", { class: "go" });
    const address = card.getAttribute("href");
    if (address && !address.startsWith("#")) {
      links.append(
        make("a", "Open its page", { href: address, class: "button" }),
        make("a", "The map to here", { href: `/map?view=goal&goal=${encodeURIComponent(id)}` }),
      );
    }
    const close = make("button", "Show all", { type: "button" });
    close.addEventListener("click", () => {
      clear(map);
      card.focus();
    });
    links.append(close);
    panel.append(links);
    panel.hidden = false;
  };

  // The nearest card in a direction, those straight ahead first.
  const neighbour = (map, card, key) => {
    const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
    const middle = (one) => {
      const box = one.querySelector("rect").getBBox();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const [x, y] = middle(card);
    let best = null;
    let least = Infinity;
    for (const other of cards(map)) {
      const [ox, oy] = middle(other);
      const ahead = (ox - x) * dx + (oy - y) * dy;
      const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      const far = ahead + 3 * aside;
      if (other !== card && ahead > 4 && far < least) {
        best = other;
        least = far;
      }
    }
    return best;
  };

  // One tab stop for the whole map; arrows go on from there.
  const settle = () => {
    const map = document.querySelector("svg.map");
    if (!map || map.dataset.settled) return;
    map.dataset.settled = "yes";
    const all = cards(map);
    all.forEach((card, index) => card.setAttribute("tabindex", index ? "-1" : "0"));
    map.addEventListener("focusin", (event) => {
      const card = event.target.closest(".card");
      if (!card) return;
      for (const other of all) other.setAttribute("tabindex", other === card ? "0" : "-1");
    });
    map.addEventListener("click", (event) => {
      const card = event.target.closest(".card");
      if (!card || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (card.classList.contains("selected")) clear(map);
      else select(map, card);
    });
    map.addEventListener("keydown", (event) => {
      const card = event.target.closest(".card");
      if (!card) return;
      if (event.key.startsWith("Arrow")) {
        const next = neighbour(map, card, event.key);
        if (next) next.focus();
        event.preventDefault();
      } else if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        select(map, card);
      } else if (event.key === "Escape") clear(map);
    });
  };
  settle();
  document.addEventListener("page-renewed", settle);
})();
