"use strict";

/* Served by the command "watch" only: shows what is new without losing the place, how far it is, and what is wrong. */

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const byId = (id) => document.getElementById(id);
  const video = byId("video");
  const root = "../";
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /* ---- The place: clip, beat and second, kept while the page is loaded anew ------------------------------------ */

  const STORE = "backprop-place";

  /** Return the clip and the beat in the page's address. */
  function opened() {
    const [clipName, beatName] = location.hash.slice(1).split("/");
    const clip = data.clips.find((each) => each.name === clipName);
    const beat = clip && (clip.beats.find((each) => each.name === beatName) ?? clip.beats[0]);
    return clip ? { clip, beat } : null;
  }

  function loadAnew() {
    const place = opened();
    if (place) {
      const { clip, beat } = place;
      const kept = { clip: clip.name, beat: beat.name, after: video.currentTime - beat.start, playing: !video.paused };
      sessionStorage.setItem(STORE, JSON.stringify(kept));
    }
    location.reload();
  }

  /** Go to the second of the beat at which the page was left; a beat that is shorter now ends there. */
  function goBack() {
    const kept = JSON.parse(sessionStorage.getItem(STORE));
    sessionStorage.removeItem(STORE);
    const place = opened();
    if (!kept || !place || place.clip.name !== kept.clip || place.beat.name !== kept.beat) return;
    const { start, end } = place.beat;
    const time = Math.min(start + kept.after, end - 1 / 60);
    if (time <= 0) return;
    byId("seek").value = time;
    byId("seek").dispatchEvent(new Event("input"));
    if (kept.playing) video.play().catch(() => {});
  }

  /* ---- The preview of a film: played while it is drawn, on the film's own time -------------------------------- */

  const MIME = 'video/mp4; codecs="avc1.64001f"';
  const canPreview = Boolean(window.MediaSource?.isTypeSupported(MIME));
  const preview = data.live.preview;

  const isPreview = () => video?.src.startsWith("blob:");

  /** Play the preview instead of the clip's film, which is another one, from the same second. */
  function playPreview() {
    const { clip, beat } = opened() ?? {};
    if (!preview || clip?.name !== preview.clip || isPreview()) return;
    const [time, playing] = [video.currentTime, !video.paused];
    const media = new MediaSource();
    // Another clip may be opened meanwhile, and the command may end.
    media.addEventListener("sourceopen", () => fetchPreview(media, clip).catch(() => {}), { once: true });
    video.src = URL.createObjectURL(media);
    video.currentTime = time;
    if (playing) video.play().catch(() => {});
  }

  async function fetchPreview(media, clip) {
    media.duration = clip.seconds;
    const buffer = media.addSourceBuffer(MIME);
    buffer.timestampOffset = clip.beats.find((each) => each.name === preview.beat).start;
    const response = await fetch(`${root}preview/${data.live.version}`);
    const pieces = response.body.getReader();
    for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) {
      buffer.appendBuffer(piece.value);
      await new Promise((done) => buffer.addEventListener("updateend", done, { once: true }));
    }
    const { length } = buffer.buffered; // a preview that was broken off does not end
    if (length && buffer.buffered.end(length - 1) > clip.beats.at(-1).start) media.endOfStream();
  }

  /** Tell the command which beat is looked at: its clip is rendered first. */
  let told = null;

  function tellPlace() {
    const place = opened();
    if (!place || location.hash === told) return;
    told = location.hash;
    const body = JSON.stringify({ language: data.language, clip: place.clip.name, beat: place.beat.name });
    fetch(`${root}place`, { method: "POST", body }).catch(() => {});
  }

  /* ---- What the command tells -------------------------------------------------------------------------------- */

  let state = null;

  /**
   * Load the page anew if the film that is looked at is another one; if only others are, when nothing plays. The film
   * of a preview that plays can wait, too.
   */
  function renew() {
    const page = state?.pages[data.language];
    if (state && !page && Object.keys(state.pages).length) location.replace(root); // it is in another language now
    if (!page || page.version === data.live.version || (page.preview && !canPreview)) return;
    const place = opened();
    const old = !place || page.films[place.clip.name] !== data.live.films[place.clip.name];
    const plays = isPreview() && !page.preview && !video.paused && video.readyState > video.HAVE_CURRENT_DATA;
    if (old ? !plays : state.ended && video.paused) loadAnew();
  }

  function showStatus() {
    const { ended, troubles } = state;
    const text = ended ? (troubles.length ? words.troubled : words.current) : fill(words[state.word], state);
    if (byId("live").textContent !== text) byId("live").textContent = text;
  }

  function showTroubles() {
    const made = state.troubles.flatMap(({ what, text, details }) => {
      const head = document.createElement("h2");
      head.textContent = what ? `${what}: ${text}` : text;
      const more = document.createElement("pre");
      more.textContent = details;
      return details ? [head, more] : [head];
    });
    byId("trouble").replaceChildren(...made);
    byId("trouble").hidden = !made.length;
  }

  /** Show the still over the film until that or its preview is there, or the reader goes elsewhere. */
  let left = null;

  function showStill() {
    const { still } = state;
    const place = opened();
    const here = still && (!video || (place?.clip.name === still.clip && place.beat.name === still.beat));
    const covers = !isPreview() || video.readyState < video.HAVE_CURRENT_DATA;
    const shown = here && covers && still.language === data.language && still.picture !== left;
    if (shown) byId("still").src = root + still.picture;
    byId("still").hidden = !shown;
  }

  function leaveStill() {
    left = state?.still?.picture;
    byId("still").hidden = true;
  }

  const source = new EventSource(`${root}events`);
  source.addEventListener("message", (event) => {
    state = JSON.parse(event.data);
    showStatus();
    showTroubles();
    showStill();
    renew();
  });
  source.addEventListener("error", () => (byId("live").textContent = words.lost));

  if (video) {
    goBack();
    playPreview();
    tellPlace();
    for (const event of ["timeupdate", "seeked", "loadedmetadata"]) video.addEventListener(event, tellPlace);
    for (const event of ["playing", "seeked"]) video.addEventListener(event, leaveStill);
    for (const event of ["pause", "waiting", "loadstart"]) video.addEventListener(event, renew);
    video.addEventListener("loadstart", playPreview);
  }
})();
