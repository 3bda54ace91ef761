/* What the Data step decides in the browser, before the server is asked. */
(function () {
  "use strict";

  const QUIET_MS = 250;
  const nothing = () => window.dash_clientside.no_update;

  window.dash_clientside = window.dash_clientside || {};

  window.dash_clientside.findings = {
    /* Only the click is handed on: the answer to it cannot be lost when the
       findings, and with them the button, are drawn anew in the meantime. */
    want_repair(clicks) {
      const from = window.dash_clientside.callback_context.triggered_id;
      if (!from || !clicks.some(Boolean)) return nothing();
      return { key: from.key, at: Date.now() };
    },
  };

  window.dash_clientside.dialect = {
    forget: () => null,

    /* Waits until no key is pressed any more. */
    settle() {
      return new Promise((resolve) => setTimeout(() => resolve(Date.now()), QUIET_MS));
    },
  };
})();
