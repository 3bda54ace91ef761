/* Light or dark: what was chosen last, or else what the system wants.
   Runs before the page is drawn. */
(function () {
  "use strict";

  const KEY = "theme";

  function stored() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage can be switched off; the theme then lasts for one page
    }
  }

  function keep(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      /* see above */
    }
  }

  function wanted() {
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    return stored() || (dark ? "dark" : "light");
  }

  function apply(theme) {
    document.documentElement.setAttribute("data-bs-theme", theme);
    document.documentElement.setAttribute("data-ag-theme-mode", theme);
    return theme;
  }

  apply(wanted());

  window.appTheme = {
    current: () => document.documentElement.getAttribute("data-bs-theme"),
    change() {
      const theme = this.current() === "dark" ? "light" : "dark";
      keep(theme);
      return apply(theme);
    },
  };
})();
