/* Cells of the leaderboard. Each says in words what it draws, for readers of screens. */
(function () {
  "use strict";

  // Looked up when it is used: assets may be loaded before React.
  const draw = (...parts) => window.React.createElement(...parts);
  const WIDTH = 160;
  const HEIGHT = 24;
  const EDGE = 8;

  function go(event, address) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  /* The keyboard moves from cell to cell, so a link in a cell is opened by its cell. */
  function useEnter(cell, address) {
    window.React.useEffect(() => {
      const open = (event) => {
        if (event.key === "Enter" && address) go(event, address);
      };
      cell.addEventListener("keydown", open);
      return () => cell.removeEventListener("keydown", open);
    }, [cell, address]);
  }

  function ModelName({ data, eGridCell }) {
    useEnter(eGridCell, data.address);
    if (!data.address) return draw("span", { className: "name cut", title: data.name }, data.name);
    const mark = data.best ? draw("span", { className: "best-mark", "aria-hidden": true }, "★") : null;
    const properties = {
      className: "name",
      href: data.address,
      onClick: (event) => go(event, data.address),
    };
    const link = draw("a", properties, data.name);
    if (!data.grown) return draw("span", { className: "cut", title: data.name }, mark, link);
    const grown = draw("span", { className: "tag tone-warn" }, data.grown);
    return draw("span", { className: "cut", title: `${data.name}, ${data.grown}` }, mark, link, " ", grown);
  }

  function Words({ data, from }) {
    return data[from] ?? "–";
  }

  function Cut({ value }) {
    return draw("span", { className: "cut", title: value }, value);
  }

  function Interval({ data, low, high }) {
    const words = draw("span", { className: "visually-hidden" }, data.interval_words);
    if (data.score === null) return words;
    const span = high - low || 1;
    const at = (score) => EDGE + ((score - low) / span) * (WIDTH - 2 * EDGE);
    const [from, to] = [data.low ?? data.score, data.high ?? data.score].map(at);
    const middle = HEIGHT / 2;
    const box = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, className: "interval", "aria-hidden": true };
    const drawing = draw(
      "svg",
      box,
      draw("line", { x1: from, x2: to, y1: middle, y2: middle }),
      draw("circle", { cx: at(data.score), cy: middle, r: 5 })
    );
    return draw("span", { title: data.interval_words }, drawing, words);
  }

  function Standing({ data }) {
    return draw(
      "span",
      { className: `tag tone-${data.standing_tone}`, title: data.reason },
      data.standing_words
    );
  }

  const same = (these, those) => these.length === those.length && these.every((id) => those.includes(id));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.compare = {
    /* What is ticked stands in the address, so that a reload shows it again.
       The page itself is not asked for anew. */
    remember_ticked(ticked, drawn) {
      if (!Array.isArray(ticked) || !drawn) return;
      const address = new URL(window.location.href);
      const ids = ticked.map((row) => row.id);
      if (same(ids, drawn.ticked) && !address.searchParams.has("models")) return;
      if (ids.length) address.searchParams.set("models", ids.join(","));
      else address.searchParams.delete("models");
      const query = address.searchParams.toString().replaceAll("%2C", ",");
      window.history.replaceState({}, "", `${address.pathname}?${query}`);
    },
  };

  Object.assign((window.dashAgGridComponentFunctions ??= {}), {
    Cut,
    Interval,
    ModelName,
    Standing,
    Words,
  });
})();
