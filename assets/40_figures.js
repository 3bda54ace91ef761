/* Figures follow the theme, and become images: nothing is asked of the server for either. */
(function () {
  "use strict";

  const colorOf = (template) => template?.layout?.font?.color;

  const fileName = (name) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");

  /* An image goes into a document, which is white: never with a dark page's light text. */
  const onWhite = (figure, light) => ({
    data: figure.data,
    layout: { ...figure.layout, template: light, paper_bgcolor: "white", plot_bgcolor: "white" },
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.figures = {
    follow_theme(theme, figure, templates) {
      const wanted = templates?.[theme];
      if (!wanted || !figure || colorOf(figure.layout.template) === colorOf(wanted)) {
        return window.dash_clientside.no_update;
      }
      return { ...figure, layout: { ...figure.layout, template: wanted } };
    },

    save_image(clicks, figure, graph, button, templates) {
      const shown = document.getElementById(dash_component_api.stringifyId(graph));
      if (clicks && figure && shown) {
        window.Plotly.downloadImage(onWhite(figure, templates.light), {
          format: button.format,
          filename: fileName(button.name),
          width: shown.clientWidth,
          height: shown.clientHeight,
          scale: 2,
        });
      }
      return window.dash_clientside.no_update;
    },
  };
})();
