// On the page that keeps a text after signing out: fetch the token of the new session, then send the text again.
const form = document.querySelector("form[data-resend]");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const response = await fetch("/session/token/", { headers: { "X-Autosave": "1" }, redirect: "manual" });
  if (response.ok) {
    form.elements.csrfmiddlewaretoken.value = (await response.json()).csrf;
    // The kept fields may hold one named "submit".
    HTMLFormElement.prototype.submit.call(form);
  } else {
    document.getElementById("resend-problem").textContent = "You have not signed in yet. Sign in in another tab first.";
  }
});
