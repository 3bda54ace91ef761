/* Cells of the rows of a dataset: text, a mark where a value is missing, nothing while it loads. */
(function () {
  "use strict";

  // Looked up when it is used: assets may be loaded before React.
  const draw = (...parts) => window.React.createElement(...parts);

  function TableCell({ value, data }) {
    if (!data) return null;
    if (value !== null && value !== undefined) return draw("span", { title: value }, value);
    const words = draw("span", { className: "visually-hidden" }, "missing");
    return draw("span", { className: "missing-cell", title: "missing" }, "–", words);
  }

  Object.assign((window.dashAgGridComponentFunctions ??= {}), { TableCell });
})();
