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

  /* Plotly comes with the first graph, a moment after the buttons beside it. */
  const drawn = async (graph) => {
    while (graph.isConnected && !graph.querySelector(".main-svg")) {
      await new Promise((resume) => setTimeout(resume, 50));
    }
    return graph.isConnected;
  };

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.figures = {
    follow_theme(theme, figure, templates) {
      const wanted = templates?.[theme];
      if (!wanted || !figure || colorOf(figure.layout.template) === colorOf(wanted)) {
        return window.dash_clientside.no_update;
      }
      return { ...figure, layout: { ...figure.layout, template: wanted } };
    },

    async save_image(clicks, figure, graph, button, templates) {
      const shown = document.getElementById(window.dash_component_api.stringifyId(graph));
      if (clicks && shown && (await drawn(shown))) {
        await window.Plotly.downloadImage(onWhite(figure, templates.light), {
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
