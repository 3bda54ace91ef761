/* Posts CSV files straight from the disk to the server, one after the other, with
   the progress on the page. dcc.Upload would read each whole file into the tab's
   memory first. The beginning of a large file goes ahead, to be shown at once. */
(function () {
  "use strict";

  const MEGABYTE = 1024 * 1024;
  const HEAD_BYTES = 256 * 1024;
  const REDRAW_MS = 100;

  // All that is on its way from this page; it goes on while another step is looked at.
  const upload = {
    waiting: [],
    file: null, // the one that is being sent
    request: null,
    ahead: null, // stops the question for the first look
    look: null,
    sent: 0,
    drawn: 0,
    n_files: 0,
    arrived: [],
    refused: [],
    problem: null,
  };

  function size(bytes) {
    if (bytes < 1024) return `${bytes} bytes`;
    if (bytes < MEGABYTE) return `${Number((bytes / 1024).toFixed(1))} kB`;
    return `${Number((bytes / MEGABYTE).toFixed(1))} MB`;
  }

  function whole(number) {
    return number.toLocaleString("en");
  }

  function status() {
    const { file, sent, n_files } = upload;
    const place = n_files - upload.waiting.length;
    const name = n_files > 1 ? `${place} of ${n_files}: ${file.name}` : file.name;
    if (sent >= file.size) return `${name} has arrived. Reading the table …`;
    const percent = Math.floor((100 * sent) / file.size);
    return `${name}: ${percent} %, ${size(sent)} of ${size(file.size)}`;
  }

  const is_on_page = (id) => document.getElementById(id) !== null;

  function show(id, props) {
    if (is_on_page(id)) window.dash_clientside.set_props(id, props);
  }

  function draw() {
    upload.drawn = Date.now();
    const { file, n_files, problem } = upload;
    show("data-upload-progress", { hidden: !file });
    if (file) {
      const percent = Math.floor((100 * upload.sent) / Math.max(1, file.size));
      show("data-upload-bar", { value: String(percent) });
      show("data-upload-status", { children: status() });
      show("data-upload-cancel", { children: n_files > 1 ? "Cancel this file" : "Cancel the upload" });
      show("data-upload-cancel-all", { style: n_files > 1 ? null : { display: "none" } });
    }
    show("data-upload-problem", { hidden: problem === null });
    if (problem) {
      show("data-upload-problem-text", { children: problem.message });
      show("data-upload-problem-hint", { children: problem.hint || "" });
    }
  }

  function show_look(look) {
    upload.look = look && { name: upload.file.name, look };
    // Dash keeps the store's element out of the page, so it is always given to it.
    if (is_on_page("data-drop-zone")) {
      window.dash_clientside.set_props("data-upload-looked", { data: upload.look });
    }
  }

  function too_large(file, limit) {
    return {
      message: `At most ${size(limit)} (${whole(limit)} bytes) can be uploaded, but ${file.name} has ${whole(file.size)} bytes.`,
      hint: "Leave out rows or columns, then upload it again.",
    };
  }

  const LOST = {
    message: "The connection was lost before the whole file had arrived; nothing was stored.",
    hint: "Check that the program is still running, then choose the file again.",
  };

  function unexplained(number) {
    return {
      message: `The server answered with ${number} and no explanation; nothing was stored.`,
      hint: "Try again. If it happens again, the server's log says why.",
    };
  }

  function add(files) {
    if (!upload.file) Object.assign(upload, { n_files: 0, arrived: [], refused: [], problem: null });
    upload.waiting.push(...files);
    upload.n_files += files.length;
    if (upload.file) draw();
    else next();
  }

  function next() {
    const file = upload.waiting.shift();
    if (!file) return finish();
    const { limitBytes, url, lookUrl } = addresses;
    Object.assign(upload, { file, sent: 0 });
    if (limitBytes && file.size > limitBytes) return refuse(too_large(file, limitBytes));
    if (file.size > HEAD_BYTES) look_ahead(file, lookUrl);
    send(file, url);
    draw();
  }

  function leave() {
    if (upload.ahead) upload.ahead.abort();
    if (upload.look) show_look(null);
    Object.assign(upload, { request: null, ahead: null });
  }

  function refuse(problem) {
    const { name } = upload.file;
    leave();
    upload.refused.push({ name, message: problem.message, hint: problem.hint || "" });
    next();
  }

  function accept(body) {
    leave();
    upload.arrived.push({ id: body.id, name: body.name });
    next();
  }

  /* What became of one file is told as the answer to it; of several in a list. */
  function finish() {
    const { arrived, refused, n_files } = upload;
    upload.file = null;
    const input = document.getElementById("data-file");
    if (input) input.value = ""; // the same file can be chosen again
    if (n_files === 1 && refused.length) upload.problem = refused[0];
    draw();
    if (n_files > 1 || arrived.length) {
      const data = { arrived, refused, several: n_files > 1 };
      window.dash_clientside.set_props("shell-uploaded", { data });
    }
  }

  function cancel(all) {
    if (!upload.file) return;
    if (all) upload.waiting = [];
    if (upload.request) upload.request.abort();
  }

  function answer(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  /* The first rows are shown while the rest is sent; what no one can read is not sent. */
  async function look_ahead(file, address) {
    const ahead = new AbortController();
    upload.ahead = ahead;
    try {
      const reply = await fetch(address, {
        method: "POST",
        body: file.slice(0, HEAD_BYTES),
        headers: { "Content-Type": "application/octet-stream", Accept: "application/json" },
        signal: ahead.signal,
      });
      const body = answer(await reply.text());
      if (ahead.signal.aborted || !body) return;
      if (reply.ok) show_look(body);
      else if ([400, 415].includes(reply.status)) stop(body);
    } catch {
      /* The upload itself tells what is wrong. */
    }
  }

  function stop(problem) {
    upload.request.onabort = () => refuse(problem);
    upload.request.abort();
  }

  function send(file, address) {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, file.name);
    upload.request = request;
    request.upload.onprogress = (event) => {
      // The form around the file counts as well; the file is never more than whole.
      upload.sent = Math.min(file.size, event.loaded);
      if (Date.now() - upload.drawn > REDRAW_MS || event.loaded === event.total) draw();
    };
    request.onload = () => {
      const body = answer(request.responseText);
      if (request.status === 201 && body) accept(body);
      else refuse(body && body.message ? body : unexplained(request.status));
    };
    request.onerror = () => refuse(LOST);
    request.onabort = () => {
      leave();
      upload.n_files -= 1;
      next();
    };
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.send(form);
  }

  // Where files are sent, and how large one may be; still known on the other steps.
  const addresses = { limitBytes: 0, url: "", lookUrl: "" };

  function start(files) {
    const { limitBytes, url, lookUrl } = document.getElementById("data-drop-zone").dataset;
    Object.assign(addresses, { limitBytes: Number(limitBytes), url, lookUrl });
    add(files);
  }

  function add_input(zone) {
    const input = document.createElement("input");
    Object.assign(input, { id: "data-file", type: "file", accept: ".csv,.tsv,.txt,text/csv" });
    input.multiple = true;
    input.className = "drop-input";
    input.addEventListener("change", () => {
      if (input.files.length) start([...input.files]);
    });
    zone.append(input);
    draw();
    if (upload.look) window.dash_clientside.set_props("data-upload-looked", { data: upload.look });
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
    if (over(event) && event.dataTransfer.files.length) start([...event.dataTransfer.files]);
  });
  document.addEventListener("dragleave", (event) => {
    if (over(event)) over(event).classList.remove("is-over");
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest) return;
    if (event.target.closest("#data-upload-cancel")) cancel(false);
    if (event.target.closest("#data-upload-cancel-all")) cancel(true);
  });
  window.addEventListener("beforeunload", (event) => {
    if (upload.file) event.preventDefault();
  });

  new MutationObserver(() => {
    const zone = document.getElementById("data-drop-zone");
    if (zone && !document.getElementById("data-file")) add_input(zone);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
