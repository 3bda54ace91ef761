/* What the shell needs in the browser: title, theme button, lost connection. */
(function () {
  "use strict";

  const OFFLINE =
    "The program does not answer. Check that it is still running; a run that was started goes on, and reloading this page shows it.";

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.shell = {
    show_title(title) {
      const first = !document.documentElement.dataset.shown;
      document.title = title;
      document.documentElement.dataset.shown = "yes";
      if (!first) {
        // A new step is like a new page: readers of screens start at its top.
        document.getElementById("shell-page").focus({ preventScroll: true });
        window.scrollTo(0, 0);
      }
    },

    change_theme(clicks) {
      const theme = clicks ? window.appTheme.change() : window.appTheme.current();
      return [theme, theme === "dark" ? "☀" : "☾"];
    },
  };

  function show_offline(offline) {
    const notice = document.getElementById("shell-offline");
    if (notice && notice.hidden === offline) {
      notice.textContent = offline ? OFFLINE : "";
      notice.hidden = !offline;
    }
  }

  // Dash tells of a lost connection only in the console.
  const fetch = window.fetch;
  window.fetch = async function (address, options) {
    const is_callback = String(address).includes("_dash-update-component");
    try {
      const answer = await fetch.call(window, address, options);
      if (is_callback) show_offline(false);
      return answer;
    } catch (error) {
      if (is_callback && error.name !== "AbortError") show_offline(true);
      throw error;
    }
  };
})();
