"use strict";

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const byId = (id) => document.getElementById(id);
  const video = byId("video");
  const stage = byId("stage");

  /* ---- Helpers ------------------------------------------------------------------------------------------------- */

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /** Make an element; texts become text, never markup. */
  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function clock(seconds) {
    const whole = Math.floor(seconds);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  }

  /** Show a message below the video; screen readers announce it. */
  function announce(text) {
    byId("status").textContent = text;
  }

  function setText(target, text) {
    if (target.textContent !== text) target.textContent = text;
  }

  /* ---- Settings, remembered where the browser allows it -------------------------------------------------------- */

  const STORE = "backprop-player";

  function remembered() {
    try {
      return Object(JSON.parse(localStorage.getItem(STORE)));
    } catch {
      return {}; // storage is disabled, or holds something else
    }
  }

  const settings = { speed: 1, captions: null, lecture: false, muted: false, dark: null, ...remembered() };

  function remember(changed) {
    Object.assign(settings, changed);
    try {
      localStorage.setItem(STORE, JSON.stringify(settings));
    } catch {
      // without storage the settings last as long as the page
    }
  }

  /* ---- Dark and light: the system's, until the reader chooses -------------------------------------------------- */

  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  function applyDark() {
    const dark = settings.dark ?? systemDark.matches;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    byId("dark").setAttribute("aria-pressed", dark);
  }

  systemDark.addEventListener("change", applyDark);
  byId("dark").addEventListener("click", () => {
    remember({ dark: document.documentElement.dataset.theme !== "dark" });
    applyDark();
  });

  /* ---- The current clip and beat, in the address as #NudgePropagation/ratio ------------------------------------ */

  // Beats begin and end between two frames. A time this far inside a beat is on one of its frames: half a frame at
  // 60 frames a second.
  const EDGE = 1 / 120;

  const chapterOf = new Map(data.chapters.flatMap((chapter) => chapter.clips.map((name) => [name, chapter])));
  let clip = null;
  let beat = -1;

  const length = () => (Number.isFinite(video.duration) ? video.duration : clip.seconds);
  const endOf = (index) => Math.min(clip.beats[index].end, length());
  const beatAt = (time) => Math.max(0, clip.beats.findLastIndex((each) => each.start <= time));
  const page = data.languages.find(({ code }) => code === data.language).page;
  const address = (ofClip, index) => `#${ofClip.name}${index ? `/${ofClip.beats[index].name}` : ""}`;

  /** Return the clip and beat that a link points at, or null. */
  function linkTarget(hash) {
    const [name, beatName, ...more] = hash.slice(1).split("/");
    const found = data.clips.find((each) => each.name === name);
    if (!found || more.length) return null;
    const index = beatName === undefined ? 0 : found.beats.findIndex((each) => each.name === beatName);
    return index < 0 ? null : { clip: found, index };
  }

  /** Go to a beat of a clip, and play or pause there. */
  function open(to, index, playing = !video.paused) {
    if (to !== clip) load(to, index > 0 || playing);
    if (index > 0 || playing || video.currentTime > 0) seek(to.beats[index].start + EDGE);
    refresh();
    if (playing) run();
    else video.pause();
  }

  /** Load another clip. Its poster is shown unless a frame is shown at once. */
  function load(to, started) {
    clip = to;
    beat = -1;
    video.poster = started ? "" : clip.poster;
    video.width = clip.width;
    video.height = clip.height;
    video.src = clip.video;
    stage.classList.toggle("fresh", !started);
    announce("");
    const chapter = chapterOf.get(clip.name);
    setText(byId("chapter"), `${fill(words.chapter, chapter)} · ${chapter.title}`);
    setText(byId("title"), clip.title);
    setText(byId("about"), clip.about);
    document.title = `${clip.title} – ${data.title}`;
    byId("seek").max = clip.seconds;
    showMarks();
    showCues();
    showTranscript();
    showNumbers();
    for (const link of document.querySelectorAll("[data-clip]")) {
      setCurrent(link, link.dataset.clip === clip.name);
    }
  }

  /** Mark the current beat in the transcript, in the page's address and in the links to other pages. */
  function markBeat(index) {
    if (index === beat) return;
    beat = index;
    const hash = address(clip, beat);
    history.replaceState(null, "", hash);
    for (const link of document.querySelectorAll(".editions a")) link.hash = hash;
    byId("explore").hash = `${clip.beats[beat].explores}&from=${encodeURIComponent(page + hash)}`;
    byId("transcript").querySelectorAll("a").forEach((link, i) => setCurrent(link, i === beat));
  }

  function setCurrent(link, current) {
    if (current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (current) reveal(link);
  }

  /** Scroll a list that has its own scroll bar to show one of its links; the page does not scroll. */
  function reveal(link) {
    const list = link.closest(".said, nav.clips");
    if (list.scrollHeight <= list.clientHeight) return;
    const [outer, inner] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
    if (inner.top >= outer.top && inner.bottom <= outer.bottom) return;
    list.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 3;
  }

  addEventListener("hashchange", () => {
    const to = linkTarget(location.hash);
    if (!to) history.replaceState(null, "", address(clip, beat));
    else if (to.clip !== clip || to.index !== beat) open(to.clip, to.index);
  });

  // Links within the page work even if the address names their target already.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const to = link && linkTarget(link.hash);
    if (!to || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (to.clip !== clip) history.pushState(null, "", link.hash);
    open(to.clip, to.index);
    if (link.dataset.clip && !wide.matches) {
      byId("clips").open = false;
      stage.focus();
    }
    stage.scrollIntoView({ block: "nearest" });
  });

  /* ---- Playing ------------------------------------------------------------------------------------------------- */

  // Browsers pause within this many seconds. In lecture mode the video is paused that long before a beat ends,
  // when the picture rests already, and set to the beat's last frame, so that no frame of the next one is shown.
  const LEAD = 0.12;

  let stop = Infinity; // where lecture mode stops: the end of the beat that plays

  const isHeld = () => settings.lecture && video.paused && video.currentTime > endOf(beat) - 2 * EDGE;
  const isAtStart = () => video.currentTime - clip.beats[beat].start < 2 * EDGE;

  function seek(time) {
    video.currentTime = Math.min(Math.max(time, 0), length() - EDGE);
    stop = endOf(beatAt(video.currentTime));
    refresh();
  }

  function run() {
    announce("");
    stop = endOf(beatAt(video.currentTime));
    // Browsers reject this before the first interaction, and when another clip is loaded meanwhile.
    video.play().catch(() => {});
  }

  /** Play, pause, or go on after a beat. */
  function toggle() {
    if (!video.paused) video.pause();
    else if (isHeld()) step(1);
    else run();
  }

  function hold() {
    video.pause();
    video.currentTime = stop - EDGE;
    announce(fill(words.held, { number: beat + 1, count: clip.beats.length }));
  }

  /** Go to the next beat, or back to this one's beginning and then to the one before. */
  function step(by) {
    const here = data.clips.indexOf(clip);
    const playing = !video.paused || (by > 0 && isHeld());
    if (by > 0 && settings.lecture && video.paused && isAtStart()) return run();
    if (by < 0 && video.currentTime - clip.beats[beat].start > 1.5) return open(clip, beat, playing);
    const to = beat + by;
    if (clip.beats[to]) return open(clip, to, playing);
    const other = data.clips[here + by];
    if (other) return open(other, by > 0 ? 0 : other.beats.length - 1, playing);
    if (by > 0) announce(words.finished);
  }

  /** Update the time and the beat wherever they are shown. */
  function refresh() {
    const time = video.currentTime;
    markBeat(beatAt(time));
    const where = fill(words.beat, { number: beat + 1, count: clip.beats.length });
    const times = `${clock(time)} / ${clock(length())}`;
    byId("seek").value = time;
    byId("seek").setAttribute("aria-valuetext", `${times}, ${where}`);
    byId("played").style.transform = `scaleX(${time / length()})`;
    setText(byId("clock"), times);
    setText(byId("beat"), where);
  }

  /** Check the time: at each frame or, while the page is hidden and has no frames, a few times a second. */
  function watch() {
    const playing = !video.paused || video.ended;
    const late = video.currentTime > stop - LEAD * video.playbackRate;
    // A busy page may notice only after the beat has ended; hold() then returns to its last frame.
    if (settings.lecture && playing && !video.seeking && late) hold();
    else refresh();
  }

  function everyFrame() {
    if (video.paused) return;
    requestAnimationFrame(everyFrame);
    watch();
  }

  function showPlaying() {
    const label = video.paused ? words.play : words.pause;
    byId("play").setAttribute("aria-label", label);
    byId("play").title = label;
    stage.classList.toggle("playing", !video.paused);
  }

  function showMarks() {
    const marks = clip.beats.slice(1).map((each) => {
      const cut = element("i");
      cut.style.left = `${(100 * each.start) / clip.seconds}%`;
      return cut;
    });
    byId("marks").replaceChildren(...marks);
  }

  video.addEventListener("play", () => {
    stage.classList.remove("fresh");
    showPlaying();
    everyFrame();
  });
  video.addEventListener("pause", showPlaying);
  video.addEventListener("timeupdate", watch);
  video.addEventListener("seeked", refresh);
  video.addEventListener("loadedmetadata", refresh);
  video.addEventListener("ended", () => {
    if (!video.ended) return; // another clip was opened meanwhile
    if (settings.lecture) return hold();
    const other = data.clips[data.clips.indexOf(clip) + 1];
    if (other) open(other, 0, true);
    else announce(words.finished);
  });
  video.addEventListener("error", () => announce(fill(words.broken, { file: clip.video })));
  video.addEventListener("click", toggle);
  byId("play").addEventListener("click", toggle);
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("seek").addEventListener("input", (event) => {
    stage.classList.remove("fresh");
    seek(event.target.valueAsNumber);
  });

  /* ---- Lecture mode and speed ---------------------------------------------------------------------------------- */

  function setLecture(on) {
    remember({ lecture: on });
    byId("lecture").setAttribute("aria-pressed", on);
    stop = endOf(beat);
  }

  function toggleLecture() {
    setLecture(!settings.lecture);
    announce(settings.lecture ? words.lecture_on : words.lecture_off);
  }

  function setMuted(muted) {
    video.muted = muted;
    byId("mute").setAttribute("aria-pressed", muted);
    remember({ muted });
  }

  function toggleMuted() {
    if (!data.voiced) return;
    setMuted(!video.muted);
    announce(video.muted ? words.muted : words.heard);
  }

  /** Set the speed of this clip and, since loading a clip resets it, the default speed. */
  function setSpeed(speed) {
    video.playbackRate = video.defaultPlaybackRate = speed;
    byId("speed").value = speed;
    remember({ speed });
  }

  function changeSpeed(by) {
    const options = [...byId("speed").options];
    const chosen = options[byId("speed").selectedIndex + by];
    if (chosen) setSpeed(Number(chosen.value));
  }

  byId("lecture").addEventListener("click", toggleLecture);
  byId("mute")?.addEventListener("click", toggleMuted);
  byId("speed").addEventListener("change", (event) => setSpeed(Number(event.target.value)));

  /* ---- Captions ------------------------------------------------------------------------------------------------ */

  // Cues are drawn in an element of ours, which keeps clear of the controls. Where the browser draws the full screen
  // by itself, as on phones, the tracks are shown instead. They are made here because Chromium loads no <track> from
  // file://.
  const tracks = data.languages.map(({ code, name }) => {
    const track = video.addTextTrack("captions", name, code);
    track.mode = "hidden";
    track.addEventListener("cuechange", drawCaptions);
    return track;
  });

  function drawCaptions() {
    const track = tracks.find((each) => each.language === byId("language").value);
    const cues = track ? [...track.activeCues] : [];
    setText(byId("captions"), cues.map((cue) => cue.getCueAsHTML().textContent).join("\n"));
    byId("captions").lang = track ? track.language : data.language;
  }

  function showCues() {
    for (const track of tracks) {
      for (const cue of [...track.cues]) track.removeCue(cue);
      for (const { start, end, text } of clip.captions[track.language] ?? []) {
        track.addCue(new VTTCue(start, end, text.replace(/&/g, "&amp;").replace(/</g, "&lt;")));
      }
    }
    drawCaptions();
  }

  function showCaptions(language) {
    byId("language").value = language;
    byId("captions").hidden = language === "off";
    drawCaptions();
  }

  function setCaptions(language) {
    showCaptions(language);
    remember({ captions: language === data.language ? "own" : language });
  }

  // Until the viewer chooses, what is spoken has no captions, and what is silent has those of its language.
  function firstCaptions() {
    const known = [...byId("language").options].map((each) => each.value);
    if (known.includes(settings.captions)) return settings.captions;
    return data.voiced && settings.captions !== "own" ? "off" : data.language;
  }

  function nextCaptions() {
    const options = byId("language").options;
    setCaptions(options[(byId("language").selectedIndex + 1) % options.length].value);
    announce(`${words.captions} – ${byId("language").selectedOptions[0].text}`);
  }

  byId("language").addEventListener("change", (event) => setCaptions(event.target.value));

  function tracksByBrowser(native) {
    for (const track of tracks) {
      track.mode = native && track.language === byId("language").value ? "showing" : "hidden";
    }
  }

  for (const event of ["webkitbeginfullscreen", "enterpictureinpicture"]) {
    video.addEventListener(event, () => tracksByBrowser(true));
  }
  for (const event of ["webkitendfullscreen", "leavepictureinpicture"]) {
    video.addEventListener(event, () => tracksByBrowser(false));
  }

  /* ---- Full screen: the controls are hidden while the mouse rests ---------------------------------------------- */

  const IDLE = 2500;
  let resting = 0;

  function toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (stage.requestFullscreen) stage.requestFullscreen();
    else video.webkitEnterFullscreen?.();
  }

  function wake() {
    stage.classList.remove("idle");
    clearTimeout(resting);
    resting = setTimeout(() => stage.classList.add("idle"), IDLE);
  }

  document.addEventListener("fullscreenchange", () => {
    wake();
    stage.focus({ preventScroll: true });
  });
  for (const event of ["pointermove", "pointerdown"]) stage.addEventListener(event, wake);
  stage.addEventListener("focusin", wake);
  byId("full").addEventListener("click", toggleFull);

  /* ---- The transcript ------------------------------------------------------------------------------------------ */

  function showTranscript() {
    const items = clip.beats.map((each, index) =>
      element(
        "li",
        {},
        element(
          "a",
          { href: `#${clip.name}/${each.name}` },
          element("time", {}, clock(each.start)),
          element("span", { class: "unseen" }, ` ${fill(words.beat_row, { number: index + 1 })} `),
          element("span", {}, each.narration),
        ),
      ),
    );
    byId("transcript").replaceChildren(...items);
  }

  /* ---- The numbers --------------------------------------------------------------------------------------------- */

  const numeral = (value) => String(value).replace(".", data.mark);

  /** Typeset a symbol as in the clips: w3 is w with its layer (3) above, C0 has its index below. */
  function symbol(plain) {
    const pieces = [...plain.matchAll(/([wbzaxyC])(\d*)(?:\[([^\]]*)\])?|[^wbzaxyC]+/g)];
    return pieces.flatMap(([whole, letter, number, index]) => {
      if (!letter) return [whole];
      const made = [element("i", { class: `of-${letter}` }, letter)];
      if (number && letter === "C") made.push(element("sub", {}, number));
      else if (number) made.push(element("sup", {}, `(${number})`));
      if (index) made.push(element("sub", {}, index));
      return made;
    });
  }

  const byBeat = () =>
    clip.beats
      .map((each, index) => ({ index, each, rows: clip.numbers.filter((row) => row.beat === each.name) }))
      .filter(({ rows }) => rows.length);

  function showNumbers() {
    const givens = clip.numbers.some((row) => row.given);
    const names = [words.symbol, words.shown, words.value, ...(givens ? [words.given] : [])];
    const heads = names.map((name) => element("th", { scope: "col" }, name));
    const bodies = byBeat().map(({ index, each, rows }) => {
      const link = element("a", { href: `#${clip.name}/${each.name}` }, fill(words.beat_row, { number: index + 1 }));
      const head = element("th", { scope: "rowgroup", colspan: names.length }, link, ` ${each.narration}`);
      const lines = rows.map((row) =>
        element(
          "tr",
          {},
          element("th", { scope: "row", class: "symbol" }, ...symbol(row.symbol)),
          element("td", {}, row.shown),
          element("td", {}, numeral(Number(row.value.toPrecision(9))).replace(/-/g, "−")),
          ...(givens ? [element("td", { class: "given" }, ...symbol(row.given))] : []),
        ),
      );
      return element("tbody", {}, element("tr", {}, head), ...lines);
    });
    byId("numbers").replaceChildren(element("thead", {}, element("tr", {}, ...heads)), ...bodies);
    const none = !bodies.length;
    byId("no-numbers").hidden = !none;
    byId("numbers").parentElement.hidden = none;
    byId("copy").hidden = none;
  }

  /** Return the table for a spreadsheet: columns separated by tabs, numbers written in the page's language. */
  function tabSeparated() {
    const head = [words.beat_head, words.symbol, words.shown, words.value, words.given];
    const lines = byBeat().flatMap(({ index, rows }) =>
      rows.map((row) => [index + 1, row.symbol, row.shown, numeral(row.value), row.given]),
    );
    return [head, ...lines].map((line) => line.join("\t")).join("\n");
  }

  async function copyText(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Some browsers deny the clipboard to pages from the disk: copy a selected text instead.
      const area = element("textarea", { class: "unseen", readonly: "" });
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  byId("copy").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    const message = (await copyText(tabSeparated())) ? words.copied : words.not_copied;
    announce(message);
    button.textContent = message;
    button.focus();
    setTimeout(() => (button.textContent = words.copy_table), 2000);
  });

  /* ---- Keyboard ------------------------------------------------------------------------------------------------ */

  const actions = {
    " ": toggle,
    k: toggle,
    n: () => step(1),
    p: () => step(-1),
    PageDown: () => step(1),
    PageUp: () => step(-1),
    ArrowLeft: (event) => (event.shiftKey ? step(-1) : seek(video.currentTime - 5)),
    ArrowRight: (event) => (event.shiftKey ? step(1) : seek(video.currentTime + 5)),
    Home: () => seek(0),
    End: () => seek(length()),
    "<": () => changeSpeed(-1),
    ">": () => changeSpeed(1),
    f: toggleFull,
    c: nextCaptions,
    l: toggleLecture,
    m: toggleMuted,
    e: () => byId("explore").click(),
    "?": () => byId("help").showModal(),
  };

  /** Return whether the focused element handles a key itself. */
  function isTaken(target, key) {
    if (target.closest("select, dialog")) return true;
    return key === " " && target.closest("button, a, summary") !== null;
  }

  document.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = Object.hasOwn(actions, key) ? actions[key] : null;
    if (!action || event.ctrlKey || event.altKey || event.metaKey || isTaken(event.target, key)) return;
    event.preventDefault();
    action(event);
  });

  byId("shortcuts").addEventListener("click", () => byId("help").showModal());
  byId("close").addEventListener("click", () => byId("help").close());

  /* ---- The list of clips: beside the video where there is room, else folded ------------------------------------ */

  const wide = matchMedia("(min-width: 60rem)");
  const unfold = () => (byId("clips").open = wide.matches);
  wide.addEventListener("change", unfold);

  /* ---- The other languages: no link to one whose folder was not copied along ----------------------------------- */

  for (const { code, poster } of data.languages.filter((each) => each.poster)) {
    const sign = new Image();
    sign.onerror = () => (document.querySelector(`.editions [hreflang="${code}"]`).hidden = true);
    sign.src = poster;
  }

  /* ---- Start --------------------------------------------------------------------------------------------------- */

  unfold();
  applyDark();
  const first = linkTarget(location.hash) ?? { clip: data.clips[0], index: 0 };
  open(first.clip, first.index, false);
  const speeds = [...byId("speed").options].map((each) => Number(each.value));
  setSpeed(speeds.includes(settings.speed) ? settings.speed : 1);
  setLecture(settings.lecture === true);
  if (data.voiced) setMuted(settings.muted === true);
  showCaptions(firstCaptions());
  showPlaying();
})();
