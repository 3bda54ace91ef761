/* The Train step tells once nothing was changed for a moment, not at every key. */
(function () {
  "use strict";

  const WAIT_MS = 400;
  let last = 0;

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.train = {
    settle() {
      const mine = ++last;
      return new Promise((resolve) => {
        setTimeout(() => {
          resolve(mine === last ? mine : window.dash_clientside.no_update);
        }, WAIT_MS);
      });
    },
  };
})();
