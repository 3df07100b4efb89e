// Says in words when a passkey or security key did not work; allauth's own script only logs it.
document.addEventListener("allauth.error", (event) => {
  const status = document.getElementById("passkey-problem");
  if (!status) return;
  event.preventDefault();
  const cancelled = event.detail.exception?.name === "NotAllowedError";
  status.textContent = cancelled
    ? "Nothing was used: you cancelled, or the time ran out. Try again, or use another way."
    : "Your passkey or security key did not work. Try again, or use another way.";
});
