/* Figures follow the theme: only their template is exchanged, nothing is asked of the server. */
(function () {
  "use strict";

  const colorOf = (template) => template?.layout?.font?.color;

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.figures = {
    follow_theme(theme, figure, templates) {
      const wanted = templates?.[theme];
      if (!wanted || !figure || colorOf(figure.layout.template) === colorOf(wanted)) {
        return window.dash_clientside.no_update;
      }
      return { ...figure, layout: { ...figure.layout, template: wanted } };
    },
  };
})();
