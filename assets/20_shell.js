/* What the shell needs in the browser: title, theme button, lost connection. */
(function () {
  "use strict";

  const OFFLINE =
    "The program does not answer. Check that it is still running; this page goes on by itself once it is back.";

  function failed(status) {
    return `The program could not answer (error ${status}). What you did last may not have been done: try it again, or reload this page.`;
  }

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

  // One bar for both: what is lost is told until it is back, an error for a while.
  let hide_after = null;

  function tell(words, seconds) {
    const bar = document.getElementById("shell-offline");
    if (!bar) return;
    clearTimeout(hide_after);
    bar.textContent = words;
    bar.hidden = words === "";
    hide_after = seconds ? setTimeout(() => tell(""), 1000 * seconds) : null;
  }

  function is_back() {
    if (hide_after === null) tell("");
  }

  // Dash tells of a lost connection and of a failed answer only in the console.
  const fetch = window.fetch;
  window.fetch = async function (address, options) {
    const is_callback = String(address).includes("_dash-update-component");
    try {
      const answer = await fetch.call(window, address, options);
      if (is_callback && answer.ok) is_back();
      if (is_callback && !answer.ok) tell(failed(answer.status), 12);
      return answer;
    } catch (error) {
      if (is_callback && error.name !== "AbortError") tell(OFFLINE);
      throw error;
    }
  };
})();
