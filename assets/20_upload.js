/* Posts a CSV file straight from the disk to the server, with its progress on the page.
   dcc.Upload would read the whole file into the tab's memory first. */
(function () {
  "use strict";

  const MEGABYTE = 1024 * 1024;
  const REDRAW_MS = 100;

  // The one upload of this page; it goes on while another step is looked at.
  const upload = { request: null, file: null, sent: 0, problem: null, drawn: 0 };

  function size(bytes) {
    if (bytes < 1024) return `${bytes} bytes`;
    if (bytes < MEGABYTE) return `${Number((bytes / 1024).toFixed(1))} kB`;
    return `${Number((bytes / MEGABYTE).toFixed(1))} MB`;
  }

  function whole(number) {
    return number.toLocaleString("en");
  }

  function status() {
    const all = upload.file.size;
    const percent = all ? Math.floor((100 * upload.sent) / all) : 100;
    if (upload.sent >= all) return `${upload.file.name} has arrived. Reading the table …`;
    return `${upload.file.name}: ${percent} %, ${size(upload.sent)} of ${size(all)}`;
  }

  function show(id, props) {
    if (document.getElementById(id)) window.dash_clientside.set_props(id, props);
  }

  function draw() {
    upload.drawn = Date.now();
    const running = upload.request !== null;
    show("data-upload-progress", { hidden: !running });
    if (running) {
      const all = Math.max(1, upload.file.size);
      show("data-upload-bar", { value: String(Math.floor((100 * upload.sent) / all)) });
      show("data-upload-status", { children: status() });
    }
    show("data-upload-problem", { hidden: upload.problem === null });
    if (upload.problem) {
      show("data-upload-problem-text", { children: upload.problem.message });
      show("data-upload-problem-hint", { children: upload.problem.hint || "" });
    }
  }

  function end(problem) {
    upload.request = null;
    upload.problem = problem;
    const input = document.getElementById("data-file");
    if (input) input.value = ""; // the same file can be chosen again
    draw();
  }

  function answer(request) {
    try {
      return JSON.parse(request.responseText);
    } catch {
      return null;
    }
  }

  function on_answer(request) {
    const body = answer(request);
    if (request.status === 201 && body) {
      end(null);
      window.dash_clientside.set_props("shell-uploaded", {
        data: { id: body.id, name: body.name },
      });
    } else if (body && body.message) {
      end(body);
    } else {
      end({
        message: `The server answered with ${request.status} and no explanation; nothing was stored.`,
        hint: "Try again. If it happens again, the server's log says why.",
      });
    }
  }

  function lost() {
    end({
      message: "The connection was lost before the whole file had arrived; nothing was stored.",
      hint: "Check that the program is still running, then choose the file again.",
    });
  }

  function refusal(files, limit) {
    if (upload.request) {
      return {
        message: `${upload.file.name} is still on its way.`,
        hint: "Wait until it has arrived, or cancel it.",
      };
    }
    if (files.length !== 1) {
      return {
        message: `One file at a time can be uploaded, but ${files.length} were given.`,
        hint: "Choose one of them; the others can follow.",
      };
    }
    if (limit && files[0].size > limit) {
      return {
        message: `At most ${size(limit)} (${whole(limit)} bytes) can be uploaded, but ${files[0].name} has ${whole(files[0].size)} bytes.`,
        hint: "Leave out rows or columns, then upload it again.",
      };
    }
    return null;
  }

  function start(files) {
    const zone = document.getElementById("data-drop-zone");
    const problem = refusal(files, Number(zone.dataset.limitBytes));
    upload.problem = problem;
    if (!problem) send(files[0], zone.dataset.url);
    draw();
  }

  function send(file, address) {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, file.name);
    Object.assign(upload, { request, file, sent: 0 });
    request.upload.onprogress = (event) => {
      // The form around the file counts as well; the file is never more than whole.
      upload.sent = Math.min(file.size, event.loaded);
      if (Date.now() - upload.drawn > REDRAW_MS || event.loaded === event.total) draw();
    };
    request.onload = () => on_answer(request);
    request.onerror = lost;
    request.onabort = () => end(null);
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.send(form);
  }

  function add_input(zone) {
    const input = document.createElement("input");
    Object.assign(input, { id: "data-file", type: "file", accept: ".csv,.tsv,.txt,text/csv" });
    input.className = "drop-input";
    input.addEventListener("change", () => {
      if (input.files.length) start(input.files);
    });
    zone.append(input);
    draw();
  }

  function over(event) {
    return event.target instanceof Element ? event.target.closest("#data-drop-zone") : null;
  }

  // A file dropped beside the zone would make the browser leave the page.
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    const zone = document.getElementById("data-drop-zone");
    if (zone) zone.classList.toggle("is-over", over(event) !== null);
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const zone = document.getElementById("data-drop-zone");
    if (zone) zone.classList.remove("is-over");
    if (over(event) && event.dataTransfer.files.length) start(event.dataTransfer.files);
  });
  document.addEventListener("dragleave", (event) => {
    if (over(event)) over(event).classList.remove("is-over");
  });
  document.addEventListener("click", (event) => {
    const cancel = event.target.closest && event.target.closest("#data-upload-cancel");
    if (cancel && upload.request) upload.request.abort();
  });
  window.addEventListener("beforeunload", (event) => {
    if (upload.request) event.preventDefault();
  });

  new MutationObserver(() => {
    const zone = document.getElementById("data-drop-zone");
    if (zone && !document.getElementById("data-file")) add_input(zone);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
