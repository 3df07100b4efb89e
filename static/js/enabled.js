// Tells the styles, before the first paint, that scripts run. Inline in GOV.UK's own template; our policy forbids that.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
