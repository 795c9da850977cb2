"use strict";

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const part = (id) => document.getElementById(id);
  const video = part("video");
  const stage = part("stage");

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

  /** Say something to everybody: it is shown below the video and read out by screen readers. */
  function say(text) {
    part("status").textContent = text;
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
      return {}; // storage is switched off, or somebody else's
    }
  }

  const settings = { speed: 1, captions: "own", lecture: false, muted: false, dark: null, ...remembered() };

  function remember(changed) {
    Object.assign(settings, changed);
    try {
      localStorage.setItem(STORE, JSON.stringify(settings));
    } catch {
      // then the settings last as long as the page
    }
  }

  /* ---- Dark and light: the system's, until the reader chooses -------------------------------------------------- */

  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  function applyDark() {
    const dark = settings.dark ?? systemDark.matches;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    part("dark").setAttribute("aria-pressed", dark);
  }

  systemDark.addEventListener("change", applyDark);
  part("dark").addEventListener("click", () => {
    remember({ dark: document.documentElement.dataset.theme !== "dark" });
    applyDark();
  });

  /* ---- Where we are: a clip and a beat of it, as in #NudgePropagation/ratio ------------------------------------ */

  // Beats begin and end between two frames. A time this far from their edges is surely on a frame of their own:
  // half a frame at 60 frames a second.
  const EDGE = 1 / 120;

  const chapterOf = new Map(data.chapters.flatMap((chapter) => chapter.clips.map((name) => [name, chapter])));
  let clip = null;
  let beat = -1;

  const length = () => (Number.isFinite(video.duration) ? video.duration : clip.seconds);
  const endOf = (index) => Math.min(clip.beats[index].end, length());
  const beatAt = (time) => Math.max(0, clip.beats.findLastIndex((each) => each.start <= time));
  const address = (ofClip, index) => `#${ofClip.name}${index ? `/${ofClip.beats[index].name}` : ""}`;

  /** Return the clip and beat that a link points at, or null. */
  function place(hash) {
    const [name, beatName, ...more] = hash.slice(1).split("/");
    const found = data.clips.find((each) => each.name === name);
    if (!found || more.length) return null;
    const index = beatName === undefined ? 0 : found.beats.findIndex((each) => each.name === beatName);
    return index < 0 ? null : { clip: found, index };
  }

  /** Go to a beat of a clip, and play or stand still there. */
  function open(to, index, playing = !video.paused) {
    if (to !== clip) load(to, index > 0 || playing);
    if (index > 0 || playing || video.currentTime > 0) seek(to.beats[index].start + EDGE);
    refresh();
    if (playing) run();
    else video.pause();
  }

  /** Put another clip on the stage. Its poster is shown unless a frame is about to be. */
  function load(to, started) {
    clip = to;
    beat = -1;
    video.poster = started ? "" : clip.poster;
    video.width = clip.width;
    video.height = clip.height;
    video.src = clip.video;
    stage.classList.toggle("fresh", !started);
    say("");
    const chapter = chapterOf.get(clip.name);
    setText(part("chapter"), `${fill(words.chapter, chapter)} · ${chapter.title}`);
    setText(part("title"), clip.title);
    setText(part("about"), clip.about);
    document.title = `${clip.title} – ${data.title}`;
    part("seek").max = clip.seconds;
    showMarks();
    showCues();
    showTranscript();
    showNumbers();
    for (const link of document.querySelectorAll("[data-clip]")) {
      setCurrent(link, link.dataset.clip === clip.name);
    }
  }

  /** Mark the beat that runs, in the list, in the page's address and in the links to the other languages. */
  function mark(index) {
    if (index === beat) return;
    beat = index;
    const hash = address(clip, beat);
    history.replaceState(null, "", hash);
    for (const link of document.querySelectorAll(".editions a")) link.hash = hash;
    part("transcript").querySelectorAll("a").forEach((link, i) => setCurrent(link, i === beat));
  }

  function setCurrent(link, current) {
    if (current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (current) reveal(link);
  }

  /** Scroll a list that has a scroll bar of its own so that one of its links is seen; the page stays where it is. */
  function reveal(link) {
    const list = link.closest(".said, nav.clips");
    if (list.scrollHeight <= list.clientHeight) return;
    const [outer, inner] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
    if (inner.top >= outer.top && inner.bottom <= outer.bottom) return;
    list.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 3;
  }

  addEventListener("hashchange", () => {
    const to = place(location.hash);
    if (!to) history.replaceState(null, "", address(clip, beat));
    else if (to.clip !== clip || to.index !== beat) open(to.clip, to.index);
  });

  // Links to places in this page: they work also when the address says already that we are there.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const to = link && place(link.hash);
    if (!to || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (to.clip !== clip) history.pushState(null, "", link.hash);
    open(to.clip, to.index);
    if (link.dataset.clip && !wide.matches) {
      part("clips").open = false;
      stage.focus();
    }
    stage.scrollIntoView({ block: "nearest" });
  });

  /* ---- Playing ------------------------------------------------------------------------------------------------- */

  // A pause is obeyed within this many seconds. In lecture mode the clip is stopped that much before the end of the
  // beat, where the picture rests already, and set on the beat's last frame: no frame of the next one is ever shown.
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
    say("");
    stop = endOf(beatAt(video.currentTime));
    // A browser refuses if the reader has done nothing yet, and when the next clip is opened meanwhile.
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
    say(fill(words.held, { number: beat + 1, count: clip.beats.length }));
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
    if (by > 0) say(words.finished);
  }

  /** Show what time it is, wherever it is shown. */
  function refresh() {
    const time = video.currentTime;
    mark(beatAt(time));
    const where = fill(words.beat, { number: beat + 1, count: clip.beats.length });
    const times = `${clock(time)} / ${clock(length())}`;
    part("seek").value = time;
    part("seek").setAttribute("aria-valuetext", `${times}, ${where}`);
    part("played").style.transform = `scaleX(${time / length()})`;
    setText(part("clock"), times);
    setText(part("beat"), where);
  }

  /** Watch the time: at every frame, and a few times a second when the page is not seen and has no frames. */
  function watch() {
    const playing = !video.paused || video.ended;
    const late = video.currentTime > stop - LEAD * video.playbackRate;
    // A page that was kept busy may have missed the moment: then what is beyond it does not count.
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
    part("play").setAttribute("aria-label", label);
    part("play").title = label;
    stage.classList.toggle("playing", !video.paused);
  }

  function showMarks() {
    const marks = clip.beats.slice(1).map((each) => {
      const cut = element("i");
      cut.style.left = `${(100 * each.start) / clip.seconds}%`;
      return cut;
    });
    part("marks").replaceChildren(...marks);
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
    if (!video.ended) return; // the reader has gone elsewhere since
    if (settings.lecture) return hold();
    const other = data.clips[data.clips.indexOf(clip) + 1];
    if (other) open(other, 0, true);
    else say(words.finished);
  });
  video.addEventListener("error", () => say(fill(words.broken, { file: clip.video })));
  video.addEventListener("click", toggle);
  part("play").addEventListener("click", toggle);
  part("previous").addEventListener("click", () => step(-1));
  part("next").addEventListener("click", () => step(1));
  part("seek").addEventListener("input", (event) => {
    stage.classList.remove("fresh");
    seek(event.target.valueAsNumber);
  });

  /* ---- Lecture mode and speed ---------------------------------------------------------------------------------- */

  function setLecture(on) {
    remember({ lecture: on });
    part("lecture").setAttribute("aria-pressed", on);
    stop = endOf(beat);
  }

  function toggleLecture() {
    setLecture(!settings.lecture);
    say(settings.lecture ? words.lecture_on : words.lecture_off);
  }

  function setMuted(muted) {
    video.muted = muted;
    part("mute").setAttribute("aria-pressed", muted);
    remember({ muted });
  }

  function toggleMuted() {
    if (!data.voiced) return;
    setMuted(!video.muted);
    say(video.muted ? words.muted : words.heard);
  }

  /** Set the speed; for this clip and, as loading one sets the speed back, for those to come. */
  function setSpeed(speed) {
    video.playbackRate = video.defaultPlaybackRate = speed;
    part("speed").value = speed;
    remember({ speed });
  }

  function changeSpeed(by) {
    const options = [...part("speed").options];
    const chosen = options[part("speed").selectedIndex + by];
    if (chosen) setSpeed(Number(chosen.value));
  }

  part("lecture").addEventListener("click", toggleLecture);
  part("mute")?.addEventListener("click", toggleMuted);
  part("speed").addEventListener("change", (event) => setSpeed(Number(event.target.value)));

  /* ---- Captions ------------------------------------------------------------------------------------------------ */

  // The tracks' cues are drawn in an element of ours, which knows where the controls are. The tracks themselves are
  // shown where a browser draws the full screen alone, as telephones do. (A file beside the page could not be a
  // <track>: from file:// Chromium loads none.)
  const tracks = data.languages.map(({ code, name }) => {
    const track = video.addTextTrack("captions", name, code);
    track.mode = "hidden";
    track.addEventListener("cuechange", drawCaptions);
    return track;
  });

  function drawCaptions() {
    const track = tracks.find((each) => each.language === part("language").value);
    const cues = track ? [...track.activeCues] : [];
    setText(part("captions"), cues.map((cue) => cue.getCueAsHTML().textContent).join("\n"));
    part("captions").lang = track ? track.language : data.language;
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

  function setCaptions(language) {
    part("language").value = language;
    part("captions").hidden = language === "off";
    remember({ captions: language === data.language ? "own" : language });
    drawCaptions();
  }

  function nextCaptions() {
    const options = part("language").options;
    setCaptions(options[(part("language").selectedIndex + 1) % options.length].value);
    say(`${words.captions} – ${part("language").selectedOptions[0].text}`);
  }

  part("language").addEventListener("change", (event) => setCaptions(event.target.value));

  function tracksByBrowser(native) {
    for (const track of tracks) {
      track.mode = native && track.language === part("language").value ? "showing" : "hidden";
    }
  }

  for (const event of ["webkitbeginfullscreen", "enterpictureinpicture"]) {
    video.addEventListener(event, () => tracksByBrowser(true));
  }
  for (const event of ["webkitendfullscreen", "leavepictureinpicture"]) {
    video.addEventListener(event, () => tracksByBrowser(false));
  }

  /* ---- Full screen: the controls leave the picture alone while the mouse rests --------------------------------- */

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
  part("full").addEventListener("click", toggleFull);

  /* ---- What is said -------------------------------------------------------------------------------------------- */

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
    part("transcript").replaceChildren(...items);
  }

  /* ---- The numbers --------------------------------------------------------------------------------------------- */

  const point = (0.5).toLocaleString(data.language)[1];
  const numeral = (value) => String(value).replace(".", point);

  /** Set a name as the lecture does: w3 is w with its layer (3) above, C0 has its index below. */
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
    part("numbers").replaceChildren(element("thead", {}, element("tr", {}, ...heads)), ...bodies);
    const none = !bodies.length;
    part("no-numbers").hidden = !none;
    part("numbers").parentElement.hidden = none;
    part("copy").hidden = none;
  }

  /** Return the table as a spreadsheet takes it: tabs between the columns, numbers as this language writes them. */
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
      // Not every browser gives a page from the disk its clipboard: the old way, with a selected text.
      const area = element("textarea", { class: "unseen", readonly: "" });
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  part("copy").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    const told = (await copyText(tabSeparated())) ? words.copied : words.not_copied;
    say(told);
    button.textContent = told;
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
    "?": () => part("help").showModal(),
  };

  /** Whether an element that has the focus needs this key itself. */
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

  part("shortcuts").addEventListener("click", () => part("help").showModal());
  part("close").addEventListener("click", () => part("help").close());

  /* ---- The list of clips: beside the video where there is room, else folded ------------------------------------ */

  const wide = matchMedia("(min-width: 60rem)");
  const unfold = () => (part("clips").open = wide.matches);
  wide.addEventListener("change", unfold);

  /* ---- Begin --------------------------------------------------------------------------------------------------- */

  unfold();
  applyDark();
  const first = place(location.hash) ?? { clip: data.clips[0], index: 0 };
  open(first.clip, first.index, false);
  const speeds = [...part("speed").options].map((each) => Number(each.value));
  setSpeed(speeds.includes(settings.speed) ? settings.speed : 1);
  setLecture(settings.lecture === true);
  if (data.voiced) setMuted(settings.muted === true);
  const captions = [...part("language").options].map((each) => each.value);
  setCaptions(captions.includes(settings.captions) ? settings.captions : data.language);
  showPlaying();
})();
