// Saves a form while it is written: <form data-autosave="URL" data-version-field="version">.
//
// POSTs the whole form but its files, with the header X-Autosave. The server answers
//   200 {"saved_at": "10:42am", "version": 7, "fields": {"item-id": "12"}}   version and fields go into the form;
//       with "message" when a field could not be read and the rest was saved
//   409 {"conflict_url": "…"}   somebody saved in between: the form is sent there (or as usual) to compare both texts;
//       with "fields" for the parts that were saved all the same
//   401                          signed out
//   422 {"message": "…"}        a sentence
// Text never leaves the page but to the server: nothing is kept in the browser's storage.

const PAUSE = 1200;
const RETRY = [5000, 15000, 30000];
const TOKEN_URL = "/session/token/";

class Autosave {
  constructor(form, status) {
    this.form = form;
    this.status = status;
    this.unsaved = false;
    this.saving = null;
    this.conflict = false;
    this.staleToken = false;
    this.failures = 0;
    form.addEventListener("input", (event) => this.edited(event));
    form.addEventListener("change", (event) => this.edited(event));
    form.addEventListener("focusout", (event) => this.left(event));
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.unsaved && this.save());
    window.addEventListener("beforeunload", (event) => {
      if (this.unsaved || this.saving) event.preventDefault();
    });
  }

  // A text tells of itself while it is typed ("input"), a choice once it is made ("change").
  edited(event) {
    const typed = event.target.matches("textarea, input:not([type=radio], [type=checkbox])");
    if (event.target.type === "file" || typed !== (event.type === "input")) return;
    this.unsaved = true;
    clearTimeout(this.timer);
    if (typed) this.timer = setTimeout(() => this.save(), PAUSE);
    else this.save();
  }

  // Signed out, saving again would redraw the link to sign in under the very click that left the field.
  left(event) {
    if (this.unsaved && !this.staleToken && event.target.matches("textarea, input")) this.save();
  }

  // Never two at once: what was written during a save goes with the next.
  async save() {
    clearTimeout(this.timer);
    if (this.conflict || this.submitting || this.closing) return;
    if (this.saving) {
      this.again = true;
      return;
    }
    this.unsaved = false;
    this.saving = this.send();
    await this.saving;
    this.saving = null;
    if (this.again) {
      this.again = false;
      await this.save();
    }
  }

  async send() {
    try {
      if (this.staleToken && !(await this.renewToken())) return;
      let response = await this.post();
      if (response.status === 403) {
        if (!(await this.renewToken())) return;
        response = await this.post();
      }
      await this.read(response);
    } catch {
      this.failed("Not saved: no connection. We will try again.");
    }
  }

  post() {
    const body = new URLSearchParams();
    new FormData(this.form).forEach((value, name) => {
      if (typeof value === "string") body.append(name, value);
    });
    return fetch(this.form.dataset.autosave, {
      method: "POST",
      body,
      headers: { "X-Autosave": "1", Accept: "application/json" },
      redirect: "manual",
    });
  }

  async read(response) {
    if (response.status === 401 || response.type === "opaqueredirect") this.signedOut();
    else if (response.status === 409) this.conflicted(await response.json());
    else if (response.ok) this.saved(await response.json());
    else if (response.status >= 500) this.failed("Not saved: the portal could not save. We will try again.");
    else this.refused(await response.json().catch(() => ({})));
  }

  saved({ saved_at: time, version, fields = {}, message = "" }) {
    this.failures = 0;
    this.fill({ [this.form.dataset.versionField]: version, ...fields });
    this.unsaved ||= Boolean(message);
    if (message) this.say("problem", `Saved at ${time}, but not everything. ${message}`);
    else this.say("saved", `Saved at ${time}`);
  }

  fill(values) {
    Object.entries(values).forEach(([name, value]) => {
      const field = this.form.elements.namedItem(name);
      if (field instanceof HTMLInputElement && value !== undefined) field.value = value;
    });
  }

  // The words stay on the page, in the fields, until they are saved.
  failed(words) {
    this.unsaved = true;
    this.say("problem", words);
    const wait = RETRY[Math.min(this.failures, RETRY.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.save(), wait);
  }

  refused({ message = "check what you entered, or select Save to see what is wrong." }) {
    this.unsaved = true;
    this.say("problem", `Not saved: ${message}`);
  }

  signedOut() {
    this.unsaved = true;
    this.staleToken = true;
    const link = document.createElement("a");
    link.href = this.form.dataset.signIn || "/";
    link.target = "_blank";
    link.className = "govuk-link";
    link.textContent = "Sign in again in another tab";
    this.say(
      "problem",
      "You have been signed out. Your text is still on this page. ",
      link,
      ", then select ",
      this.action("Save again", () => this.save()),
      ".",
    );
  }

  conflicted({ conflict_url: url, fields = {} }) {
    this.fill(fields);
    this.unsaved = true;
    this.conflict = true;
    this.say(
      "problem",
      "Somebody else changed this while you were writing. Nothing is lost: your text is still here. ",
      this.action("Compare both texts", () => {
        if (url) this.form.setAttribute("action", url);
        this.form.requestSubmit();
      }),
    );
  }

  // The CSRF cookie cannot be read by scripts, and signing in renews it: ask for the token that goes with it.
  async renewToken() {
    const response = await fetch(TOKEN_URL, { headers: { "X-Autosave": "1" }, redirect: "manual" });
    if (!response.ok) {
      this.signedOut();
      return false;
    }
    this.fill({ csrfmiddlewaretoken: (await response.json()).csrf });
    this.staleToken = false;
    return true;
  }

  // A save under way would make the submitted version stale: wait for it. After signing in again, renew the token.
  async submitted(event) {
    if (this.submitting || (!this.saving && !this.staleToken)) {
      this.submitting = true;
      this.unsaved = false;
      clearTimeout(this.timer);
      return;
    }
    event.preventDefault();
    this.closing = true;
    this.again = false;
    await this.saving;
    this.closing = false;
    if (this.staleToken && !(await this.renewToken().catch(() => false))) return;
    this.submitting = true;
    this.unsaved = false;
    this.form.requestSubmit(event.submitter);
  }

  say(state, ...parts) {
    this.status.dataset.state = state;
    this.status.replaceChildren(...parts);
  }

  action(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "app-save-status__action";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }
}

document.querySelectorAll("form[data-autosave]").forEach((form) => {
  const status = document.getElementById("save-status");
  if (status) new Autosave(form, status);
});
